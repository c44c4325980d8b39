"""Microsoft Graph with the practitioner's own token: meetings, transcripts, the meeting's file and its deletion.

`graph.door.Graph` is the door (`record.doors.Meetings`); `graph.scopes.SCOPES` says which permissions it needs and why.
"""
