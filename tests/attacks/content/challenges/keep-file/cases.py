"""One case with a scratch folder, for submissions that misuse it."""

from dlexam.grading.kit import case


@case("What was kept comes back", points=2, scratch=True, admits=("copy",), because="what is kept comes back unchanged")
def round_trip(submission, draw):
    folder = draw.scratch
    submission.keep(folder, draw.normal(3, 4))
    return submission.recall(folder)


@case("Another folder is another file", points=1, scratch=True, admits=("copy",), because="as above")
def apart(submission, draw):
    one, other = draw.scratch, draw.scratch
    submission.keep(one, draw.normal(2))
    submission.keep(other, draw.normal(3))
    return submission.recall(one)
