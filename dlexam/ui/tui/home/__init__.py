"""Where a learner comes in: what is open, the exams, what to review, the challenges."""
