"""What a learner has come to: mastery by topic over all sittings, and the syllabus's checkpoints. Reads only."""
