-- Says what to type to somebody who renders this directory with Quarto by hand: the notebook has
-- parameters, and what it shows is prepared before either engine renders it.

io.stderr:write([[

Reports are made with

    make report COUNTRY=… YEAR=… ENGINE=quarto

which runs the notebook for a country and a year, and renders it with this Quarto.
The report is then in reports/_output. `make help` lists everything else.

]])
os.exit(1)
