"""What each page shows, read through the data door: functions of the door and a view."""
