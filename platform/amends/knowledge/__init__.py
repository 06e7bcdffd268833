"""Articles that help to answer complaints: for staff, and for people before they lodge one."""
