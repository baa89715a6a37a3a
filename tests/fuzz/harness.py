"""``python -m tests.fuzz.harness TARGET [OPTIONS]``: one target under libFuzzer, by atheris."""

import sys

import atheris

MODULES = [
    "rrs_data.intake",
    "rrs_data.intake.forms",
    "rrs_data.intake.privacy",
    "rrs_data.intake.words",
]
MODULES += ["rrs_data.intake.spelling", "rrs_data.intake.checks"]
"""What is looked into: the fuzzer goes where it has not been."""


def main():
    """Fuzz until the options' time is over, or a promise is broken."""
    with atheris.instrument_imports(include=MODULES):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
