"""infra/ without Azure: its Bicep, scripts and container read as text, held against rules and against the code."""
