package importer

// nearlyAll reports whether some are nine in ten of all.
func nearlyAll(some, all int) bool { return 10*some >= 9*all }
