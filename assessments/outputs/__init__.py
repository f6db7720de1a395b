"""What goes up and out (上报与通报): the workbook of a quarter, the bulletin, the dashboard; read from stored rows."""
