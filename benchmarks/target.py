"""What a measurement should come to, and what it came to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One aim, beside the figure that was measured.

    Attributes
    ----------
    what : str
        What is measured, and of which network or page where it is the worst of several.
    wanted, measured : str
        With their units.
    is_met : bool
    """

    what: str
    wanted: str
    measured: str
    is_met: bool


def at_most(what: str, limit: float, measured: float, form: str = "{:.1f}") -> Target:
    """Aim at no more than a limit; `form` writes both figures with their unit."""
    return Target(what, f"at most {form.format(limit)}", form.format(measured), measured <= limit)


def at_least(what: str, limit: float, measured: float, form: str = "{:.1f}") -> Target:
    """Aim at no less than a limit; `form` writes both figures with their unit."""
    return Target(what, f"at least {form.format(limit)}", form.format(measured), measured >= limit)
