"""Jobs on timetables (``docs/schedule.md``)."""
