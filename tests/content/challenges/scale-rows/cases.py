"""Cases of a small numpy challenge that the tests and the benchmarks grade."""

from dlexam.grading.kit import case


@case("Each row has unit length", points=3, hint="Mind the axis.", public=True)
def values(submission, draw):
    return submission.scale_rows(draw.normal(draw.integer(3, 6), 7))


@case(
    "The input stays as it was",
    points=1,
    hint="An operator that assigns, such as /=, writes into the argument.",
    admits=("copy",),
    because="the input is what is looked at",
)
def input_unmodified(submission, draw):
    x = draw.normal(4, 3)
    submission.scale_rows(x)
    return x
