"""Tables kept as Parquet files named by their content, and tables given to people."""

from perron_web.platform.files.download import download
from perron_web.platform.files.store import StoredTable, load_table, store_table, table_path

__all__ = ["StoredTable", "download", "load_table", "store_table", "table_path"]
