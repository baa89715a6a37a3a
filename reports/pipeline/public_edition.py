"""The public edition: what is kept and looked at once, before the reports of a run are made."""

from collections.abc import Iterator
from pathlib import Path

from reports.pipeline.output import locked
from rrs_data.indicators.counting import Counts
from rrs_data.indicators.suppression import Suppression
from rrs_data.indicators.worlds import hidden_in
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.programme import Programme

KEPT = "{file}: {what}; commit it with the parameters."


def keep_choice(params: Path, counts: Counts, programme: Programme) -> Iterator[str]:
    """Write which counts are hidden, where that is new, and tell it. Raises FaultsError.

    What was hidden once stays hidden. Of runs side by side one writes, and the others read it.
    """
    with locked(params):
        public = Suppression(counts, programme, params)
        if public.is_checked():
            return
        lines = {*public.lines, *hidden_in(public)}
        partial = public.file.with_name(f".{public.file.name}.partial")
        try:
            partial.write_text(public.text(lines), encoding="utf-8")
            partial.replace(public.file)
        except OSError as error:
            mend = "allow writing there: what is hidden is kept with the parameters"
            fault = Fault(str(public.file), str(error.strerror), "a file to be written", mend)
            raise FaultsError([fault]) from None
    more = len(lines - public.lines)
    what = f"{more} more counts are hidden" if public.lines else f"hides {more} counts"
    yield KEPT.format(file=public.file, what=what)
