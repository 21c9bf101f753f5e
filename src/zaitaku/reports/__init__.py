"""Paper: documents, sheets and charts as bytes from frozen data; no Django, no database."""
