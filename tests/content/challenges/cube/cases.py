"""Cases of a small torch challenge that the tests grade."""

from dlexam.grading.kit import case


@case("Values are x³", points=2, hint="Odd powers keep the sign.", public=True)
def values(submission, draw):
    return submission.Cube()(draw.normal(3, 5))


@case("Gradients are right", points=2, hint="Every factor stays in the graph; the input may be transposed.")
def gradients(submission, draw):
    return draw.gradients(submission.Cube(), draw.strided(4, 3))
