"""Lists taken out of the house (O14): `rows.py` what each list holds, `files.py` XLSX, CSV and GeoJSON written as they
stream, `cells.py` no formulas, `taking.py` who may take what, one at a time, written down."""
