"""Small notebooks for tests: a few cells, written to a file."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def write_notebook(path, *cells):
    """A notebook of these cells with the kernel of JupyterLab; in a directory the annual report."""
    path = path if path.suffix else path / "annual_report.ipynb"
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells), metadata={"kernelspec": spec}), path)
    return path


markdown = new_markdown_cell


def code(source, *tags):
    return new_code_cell(source, metadata={"tags": list(tags)})


def parameters(**values):
    """The cell tagged ``parameters``."""
    return code("\n".join(f"{name} = {value!r}" for name, value in values.items()), "parameters")


def all_parameters():
    """The cell with every parameter that the pipeline may set."""
    return parameters(
        country="KG", year=2014, language="ru", registers="", params="", brand="", provenance={}
    )


def record_cell(actual):
    """A cell that shows the record of one achievement; ``actual`` is an expression."""
    return code(
        "from IPython.display import display\n"
        f"entry = {{'indicator': 'RRS-1', 'title': {{'ru': 'У', 'en': 'P'}}, 'unit': 'people',\n"
        f"         'actual': {actual}, 'breakdown': [], 'status': 'met'}}\n"
        "period = {'start': '2013-10-01', 'end': '2014-09-30', 'year': year}\n"
        "record = {'country': country, 'year': year, 'period': period}\n"
        "record['achievements'] = [entry]\n"
        "meta = {'rrs': {'role': 'achievements'}}\n"
        "display({'application/json': record}, raw=True, metadata=meta)"
    )


COVER = code(
    "from IPython.display import display\n"
    "forms = ('report', 'evidence', 'pdf', 'docx', 'xlsx', 'csv', 'json')\n"
    "files = dict.fromkeys(('figures', 'parameters', 'manifest'), 'F')\n"
    "labels = {'contents': 'C', 'links': dict.fromkeys(forms, 'L'), 'attached': files}\n"
    "labels['languages'] = {'ru': 'R', 'en': 'E'}\n"
    "words = ('title', 'subtitle', 'evidence', 'running-head', 'headline', 'picture')\n"
    "front = dict.fromkeys(words, '') | {'lang': language, 'date': '2014-09-30', 'marked': {}}\n"
    "front |= {'cover': {'country': 'K'}, 'labels': labels, 'brief': False}\n"
    "meta = {'rrs': {'role': 'cover', 'front': front}}\n"
    "display({'text/markdown': 'T'}, raw=True, metadata=meta)\n"
    "meta = {'rrs': {'role': 'text'}}\n"
    "display({'text/markdown': f'# One {language}'}, raw=True, metadata=meta)\n"
)
"""The cell that shows a cover and a heading."""
