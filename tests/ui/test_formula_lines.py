"""A formula in one line reads as it would be said, with brackets wherever the line would else say something else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from dlexam.latex.fault import FormulaError
from dlexam.latex.reader import read
from dlexam.ui.render.formula.drawn import TooLarge, box, drawn
from dlexam.ui.render.formula.linear import linear

TABLE = r"""
\frac{a}{b}                                     a/b
\frac{1}{2}x                                    (1/2) x
x\frac{a+b}{2y}                                 x ((a + b)/(2y))
\frac{\frac{a}{b}}{c}                           (a/b)/c
\frac{-a}{b}                                    −a/b
\frac{TP}{TP+FP}                                TP/(TP + FP)
\frac{\text{right}}{\text{all answers}}         right/all answers
\frac{1}{f(x)} \cdot \frac{1}{\|x\|_2}          1/f(x) · 1/‖x‖₂
\frac{1}{1+e^{-x}}                              1/(1 + e⁻ˣ)
\frac{d}{dx} f                                  (d/dx) f
\log \frac{p}{q}                                log(p/q)
\frac{1}{N}\sum_{i=1}^{N} (y_i-\hat{y}_i)^2     (1/N) ∑ᵢ₌₁ᴺ (yᵢ − ŷᵢ)²
\bar{x} + \tilde{W} \vec v \dot x               x̄ + W̃ v⃗ ẋ
\hat{y_i} \widehat{xy} \overline{AB}            ŷᵢ hat(xy) overline(AB)
x_{ij} + x_{i,j}                                xᵢⱼ + x_(i,j)
W_{qk} x_q                                      W_(qk) x_q
L_{\text{train}} H_{out} D_{\mathrm{KL}}        L_train H_out D_KL
W_q^{(l)}                                       W⁽ˡ⁾_q
W^{[1]} x^{(i)} A^{-1} A^\top B^T               W^[1] x⁽ⁱ⁾ A⁻¹ Aᵀ Bᵀ
\sigma'(z) = \sigma(z)(1-\sigma(z))             σ′(z) = σ(z)(1 − σ(z))
f''(x) x_i'                                     f″(x) x′ᵢ
{x_i}^2 {(a+b)}^2 {a+b}^2                       xᵢ² (a + b)² (a + b)²
x^{x^x} e^{-\frac{x^2}{2\sigma^2}}              x^(xˣ) e^(−x²/(2σ²))
\theta^* \theta^{t+1} 90^\circ 2^{32}           θ^* θᵗ⁺¹ 90° 2³²
\mathbb{E}_{x\sim p_{data}}[\log D(x)]          𝔼_(x∼p_data)[log D(x)]
\sqrt{x} \sqrt{d_k} \sqrt[3]{x} \sqrt{2}        √x √(dₖ) ∛x √2
\sqrt{x}y \sqrt{2}y \sqrt{\hat{v}}y \sqrt{x}(y) √x y √2 y √v̂ y √x (y)
\sqrt{x}^2 \sqrt{2}^3 \sqrt{d_k}^3              (√x)² (√2)³ (√(dₖ))³
e^{\ln 8} e^{n\log n} e^{-\log x^2}             e^(ln 8) e^(n log n) e^(−log x²)
0.5. 1, ..., n                                  0.5. 1, ..., n
\sqrt[n]{x+1}                                   ⁿ√(x + 1)
\frac{\partial L}{\partial w_{ij}^{(l)}}        ∂L/∂wᵢⱼ⁽ˡ⁾
W^{[l]}a^{[l-1]} + D_{KL}(p) + A^{-1/2}B         W^[l] a^[l−1] + D_KL(p) + A^(−1/2) B
\exp\left(-\frac{\|x-y\|^2}{2\sigma^2}\right)  exp(−‖x − y‖²/(2σ²))
\nabla_\theta J(\theta)                         ∇_θ J(θ)
\theta_{t+1} = \theta_t - \eta\nabla L          θₜ₊₁ = θₜ − η∇L
\left(\frac{QK^\top}{\sqrt{d_k}}\right)V        (QKᵀ/√(dₖ))V
\begin{pmatrix}a&b\\c&d\end{pmatrix}            (a, b; c, d)
\begin{bmatrix}1&0\\[2pt]0&1\\\end{bmatrix}     [1, 0; 0, 1]
\begin{cases}x&x>0\\0&\text{else}\end{cases}    {x, x > 0; 0, else}
\begin{aligned}a&=b\\c&=d\end{aligned}          a = b; c = d
\max_\theta \min_a \lim_{n\to\infty} a_n        max_θ min_a lim_(n→∞) aₙ
\log_2 n + \log x - \ln(y)                      log₂ n + log x − ln(y)
2\log n \cdot n\log n                           2 log n · n log n
\arg\max_c p(c\mid x)                           arg max_c p(c | x)
\operatorname*{arg\,min}_w L                    arg min_w L
W \odot x, a \times b, a \cdot b                W ⊙ x, a × b, a · b
x \in \mathbb{R}^{n \times d}                   x ∈ ℝ^(n×d)
\mathcal{L} = -\log p + \beta\,D                ℒ = −log p + β D
\left\lfloor\frac{n+2p-k}{s}\right\rfloor+1     ⌊(n + 2p − k)/s⌋ + 1
\|x\|_2^2 |x| \lvert x \rvert                   ‖x‖₂² |x| |x|
-1 + (-1)^n = -x                                −1 + (−1)ⁿ = −x
10^{-3} 1{,}000 1,000 0.5                       10⁻³ 1,000 1,000 0.5
f(a, b) = \{1, 2, \dots, n\}                    f(a, b) = {1, 2, …, n}
\binom{n}{k}                                    (n choose k)
\underbrace{a+b}_{n\text{ times}}               (a + b)_(n times)
\mathbf{1}^\top \mathbf{W}_1 \boldsymbol{\mu}   𝟏ᵀ 𝐖₁ 𝛍
O(n^2 \log n)                                   O(n² log n)
\prod_{k=1}^{K} a_k                             ∏ₖ₌₁ᴷ aₖ
\int_0^1 f(x)\,dx                               ∫₀¹ f(x) dx
\sum\limits_{i\in B} x_i                        ∑_(i∈B) xᵢ
x \to y \Rightarrow z \iff w                    x → y ⇒ z ⇔ w
a \le b \geq c \neq d \approx e \not= f         a ≤ b ≥ c ≠ d ≈ e ≠ f
\text{if } x > 0 \quad\text{else } y            if x > 0  else y
x, \text{ of size } = y                         x, of size = y
\operatorname{ReLU}(x) = \max(0, x)             ReLU(x) = max(0, x)
\left.\frac{df}{dx}\right|_{x=0}                df/dx|ₓ₌₀
p(y=1|x) P(A \mid B)                            p(y = 1|x) P(A | B)
w \leftarrow w - \frac{\eta}{\sqrt{v}+\epsilon} w ← w − η/(√v + ϵ)
a \bmod b \equiv c \pmod n                      a mod b ≡ c (mod n)
a:b, f\colon X \to Y, a := b                    a:b, f: X → Y, a := b
5\% \_ \& \# \$                                 5% _ & # $
"""
CASES = [(line[:47].rstrip(), line[47:].strip()) for line in TABLE.strip().split("\n")]
SIGNS = [*"x1a字ϕ{}^_&'~[](|, \n=+", r"\\", "\u0302", "\u202e"]
COMMANDS = [
    r"\frac", r"\sqrt", r"\left(", r"\right)", r"\sum", r"\hat", r"\text{a}", r"\begin{cases}", r"\end{cases}",
    r"\mathbb", r"\underbrace{x}", r"\overset", r"\int", r"\max", r"\frac{a}{b}",
    r"\begin{pmatrix}1&\frac12\\3&4\end{pmatrix}", r"\,", r"\quad", r"\sum_{i\in\mathcal{B}}^n",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from([*SIGNS, *COMMANDS])).map("".join)


@pytest.mark.parametrize(("latex", "text"), CASES, ids=[latex for latex, _ in CASES])
def test_a_formula_is_this_line(latex, text):
    assert linear(read(latex)) == unicodedata.normalize("NFC", text)


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_whatever_can_be_read_is_shown_on_one_line_without_control_characters(latex):
    try:
        tree = read(latex)
    except FormulaError:
        return
    line = linear(tree)
    assert not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in line)


@settings(max_examples=300, deadline=None)
@given(HOSTILE, st.integers(1, 60))
def test_whatever_can_be_read_is_drawn_in_lines_of_text(latex, width):
    try:
        lines = drawn(read(latex), width)
    except (FormulaError, TooLarge):
        return
    assert lines
    for line in lines:
        assert line == line.rstrip()
        assert not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in line)


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_the_lines_of_a_drawing_are_as_wide_as_it_says(latex):
    try:
        made = box(read(latex))
    except (FormulaError, TooLarge):
        return
    assert {cell_len(line) for line in made.lines} == {made.width}
    assert 0 <= made.base < made.height
