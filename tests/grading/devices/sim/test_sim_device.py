"""The simulated device in a process: how it is installed, survives a fork, logs transfers and leaves the CPU alone."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Script = Callable[[str], str]


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    """Run lines of Python in a process of their own, where torch, nn, sim, os and sys are there; what they print."""
    command = [sys.executable, str(Path(__file__).parent / "forker.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forker:
        into, out_of = forker.stdin, forker.stdout
        assert into is not None
        assert out_of is not None

        def run(lines: str) -> str:
            into.write(json.dumps(textwrap.dedent(lines)) + "\n")
            into.flush()
            code, written = json.loads(out_of.readline())
            assert code == 0, written
            return str(written)

        yield run


def test_the_list_of_operators_without_device_check_is_that_of_the_installed_torch() -> None:
    from dlexam.grading.devices.sim import no_device_check

    listed, described = no_device_check.listed(), no_device_check.described()
    assert listed == described, "out of date: run python -m dlexam.grading.devices.sim.no_device_check"


def test_installing_starts_no_thread_and_twice_is_once(script: Script) -> None:
    lines = """
        before = len(os.listdir("/proc/self/task"))
        sim.install()
        sim.warm_up()
        sim.warm_up()
        x = nn.Sequential(nn.Linear(3, 3), nn.ReLU()).to("sim")(torch.ones(2, 3, device="sim")).sum()
        print(sim.installed(), len(os.listdir("/proc/self/task")) - before, x.device)
    """
    assert script(lines).split() == ["True", "0", "sim:0"]


def test_installing_reads_no_yaml(script: Script) -> None:
    assert script("sim.install(); print('yaml' in sys.modules)").split() == ["False"]


def test_forked_children_train_on_the_device(script: Script) -> None:
    lines = """
        sim.warm_up()
        assert not sim.transfers()
        model = nn.LSTM(3, 4).to("sim")
        for _ in range(2):
            pid = os.fork()
            if pid == 0:
                model(torch.ones(2, 1, 3, device="sim"))[0].sum().backward()
                os._exit(7 if model.weight_hh_l0.grad.is_sim else 1)
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    """
    assert script(lines).split() == ["7", "7"]


def test_an_exception_in_a_hook_comes_out_of_backward_on_any_thread(script: Script) -> None:
    lines = """
        sim.install()
        def backward():
            x = torch.ones(3, device="sim", requires_grad=True)
            y = x * 2
            y.register_hook(lambda grad: 1 / 0)
            try:
                y.sum().backward()
            except ZeroDivisionError as error:
                print(error.__traceback__ is not None)
        backward()
        thread = threading.Thread(target=backward)
        thread.start()
        thread.join()
    """
    assert script(lines).split() == ["True", "True"]


def test_the_cpu_is_as_it_was(script: Script) -> None:
    lines = """
        sim.install()
        g = torch.Generator().manual_seed(1)
        assert type(g) is torch._C.Generator and isinstance(torch.default_generator, torch.Generator)
        assert not torch.__future__.get_swap_module_params_on_conversion()
        model = nn.Linear(3, 2)
        before = model.weight
        model.double()
        assert model.weight is before and before.dtype is torch.float64
        before.data = torch.zeros(2, 3)
        try:
            before.data = torch.zeros(2, 3, device="meta")
        except RuntimeError as error:
            print("incompatible" in str(error))
        print(torch.UntypedStorage(8).device, torch.ones(2).device, torch.get_default_device())
    """
    assert script(lines).split() == ["True", "cpu", "cpu", "cpu"]


@pytest.mark.parametrize("by_capsule", [True, False])
def test_numbers_keep_their_place_and_layout_on_the_way_there_and_back(script: Script, by_capsule: bool) -> None:
    lines = f"""
        from dlexam.grading.devices.sim import storage
        sim.install()
        print(storage._Device.by_capsule)
        storage._Device.by_capsule = {by_capsule}
        x = torch.arange(12.0).view(3, 4)
        hosts = [x.t(), x[:, ::2], x[1:], torch.tensor(3.0), torch.zeros(0, 3), x.bfloat16(), x > 2, x.long(),
                 (x + 1j * x).conj(), (x + 1j * x).conj().imag, x.expand(2, 3, 4), x.to(torch.float8_e4m3fn)]
        for host in hosts:
            made = storage.adopt(host)
            assert made.is_sim and (made.dtype, made.shape, made.stride()) == (host.dtype, host.shape, host.stride())
            assert made.cpu().tolist() == storage.departure(made).tolist() == host.tolist(), host
        y = storage.adopt(x)
        y.view(-1)[5:7].mul_(2).add_(1)
        y.t()[0] += 1
        print(x.flatten().tolist() == [1, 1, 2, 3, 5, 11, 13, 7, 9, 9, 10, 11])
    """
    assert script(lines).split() == ["True", "True"]


def test_an_operator_that_gives_its_tensor_another_layout_is_followed(script: Script) -> None:
    lines = """
        sim.install()
        x = torch.arange(6.0, device="sim").view(2, 3)
        assert x.t_().shape == (3, 2) and x.unsqueeze_(0).squeeze_(0) is x
        assert x.resize_(4, 3).shape == (4, 3)
        assert x.fill_(2).add_(1).mul_(x) is x and (x == 9).all()
        try:
            torch.ones(4, 3).add_(x)
        except RuntimeError as error:
            print("two devices" in str(error))
    """
    assert script(lines).split() == ["True"]


def test_there_is_one_device(script: Script) -> None:
    lines = """
        sim.install()
        for make in (lambda: torch.ones(3, device="sim:1"), lambda: torch.ones(3).to("sim:1")):
            try:
                make()
            except RuntimeError as error:
                print(str(error).split(":")[0])
    """
    assert script(lines).splitlines() == ["invalid device ordinal"] * 2


_SUBMISSION = """
import torch
def silent(x):
    y = x.cpu()
    y = y.exp()
    return y.to(x.device)
def decided(x):
    if x.sum() > 0:
        return x * 2
    return x
def stayed(x):
    return torch.softmax(x @ x.t(), -1)[x.argmax(1)[:2]] * torch.zeros(1, device=x.device)
class Hop(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad.cpu().to(grad.device)
"""


def _watch(call: str) -> str:
    return f"""
sim.install()
module = {{}}
exec(compile({_SUBMISSION!r}, "submission.py", "exec"), module)
x = torch.ones(3, 3, device="sim", requires_grad=True)
sim.forget_transfers()
{call}
for transfer in sim.transfers():
    print(transfer.kind, transfer.numbers, transfer.file, transfer.line, sep=",")
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("module['silent'](x)", ["to host,9,submission.py,4", "to device,9,submission.py,6"]),
        ("module['decided'](x)", ["item,1,submission.py,8"]),
        ("module['stayed'](x)", []),
        ("torch.ones(2).to('sim')", ["to device,2,None,None"]),
        (
            "module['Hop'].apply(x).sum().backward()",
            ["to host,9,submission.py,19", "to device,9,submission.py,19"],
        ),
        ("nn.LSTM(3, 3).to('sim'); sim.forget_transfers(); nn.LSTM(3, 3, device='sim')(x)", []),
    ],
)
def test_transfers_name_the_line_of_the_submission(script: Script, call: str, expected: list[str]) -> None:
    assert script(textwrap.dedent(_watch(call))).splitlines() == expected


_CROSSINGS = """
with torch.inference_mode():
    module['decided'](x.detach())
    module['silent'](x.detach())
x.tolist()
bool(x.sum() > 0), float(x.mean()), int(x.argmax()), x[0, 0].item(), x.sum() == 3
torch.zeros(3, 3).copy_(x.detach())
here = torch.zeros(3)
here[1] = x.detach().sum()
x.detach()[torch.tensor([0, 1])], x.detach()[0].fill_(torch.tensor(2.0))
x.detach().copy_(torch.zeros(3, 3))
x.to("cpu", torch.float64), x.double().cpu(), torch.zeros_like(x, device="cpu"), x.to(torch.zeros(1))
module['Hop'].apply(x).sum().backward()
module['silent'](x).sum().backward()
torch.func.vmap(lambda row: row.cpu())(x.detach())
repr(x), torch.equal(x, x), torch.allclose(x, x), x.nonzero(), x[x > 0], torch.unique(x)
nn.LSTM(3, 3, device="sim")(x)
optimizer = torch.optim.Adam([x], foreach=True)
optimizer.step()
nn.utils.clip_grad_norm_([x], 1.0, error_if_nonfinite=True)
"""


def test_a_real_accelerators_watch_sees_what_the_simulator_records(script: Script) -> None:
    """Under both, what leaves the device is recorded twice, but for what torch prints, which no watch sees."""
    call = "import collections\nfrom dlexam.grading.kit.staying import Watch\nwith Watch():\n"
    call += textwrap.indent(_CROSSINGS.strip(), "    ")
    call += "\nseen = collections.Counter(t for t in sim.transfers() if t.kind != 'to device')\n"
    call += "print(len(seen), [t for t, times in seen.items() if times % 2 and t.file != '_tensor_str.py'])"
    assert script(_watch(call).partition("\nfor transfer")[0]).splitlines()[-1] == "7 []"


def test_a_loop_of_transfers_does_not_fill_the_memory(script: Script) -> None:
    lines = """
        sim.install()
        x = torch.ones((), device="sim")
        for _ in range(10_500):
            x.item()
        print(len(sim.transfers()))
        sim.forget_transfers()
        print(len(sim.transfers()))
    """
    assert script(lines).split() == ["10000", "0"]
