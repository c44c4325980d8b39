"""Azure Storage: sealed words, dockets, nudges, receipts and policies; alone imports azure.storage."""
