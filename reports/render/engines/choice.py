"""The choice of an engine: Quarto where it can be used, otherwise the embedded one."""

from __future__ import annotations

from reports.render.engines.base import Engine
from reports.render.engines.embedded import EmbeddedEngine
from reports.render.engines.quarto import NotUsable, QuartoEngine
from reports.render.programs import installed
from rrs_data.programme.faults import Fault, FaultsError

MEND = (
    "`make quarto` tries to install it; conda's environment.yml brings it; "
    "ENGINE=embedded does without it"
)


def choose_engine(wish: str = "auto") -> tuple[Engine, list[str]]:
    """The engine for ``auto``, ``quarto`` or ``embedded``, and what the person should be told.

    A Quarto that is too old or broken is named and passed over. Raises FaultsError when Quarto is
    asked for and there is none that can be used.
    """
    if wish == "embedded":
        return EmbeddedEngine(), []
    notices: list[str] = []
    for executable in installed("quarto"):
        try:
            return QuartoEngine.at(executable), notices
        except NotUsable as error:
            notices.append(f"The Quarto at {executable} {error}.")
    if wish == "quarto":
        found = " ".join(notices) or "no Quarto beside this Python or on the PATH"
        raise FaultsError([Fault("ENGINE", found, "Quarto 1.9 or newer", MEND)])
    return EmbeddedEngine(), [f"{notice} It is passed over." for notice in notices]
