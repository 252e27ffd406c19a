package importer

import "kortisto/sheet/charset"

// legible gives a header whose letters were read in a wrong charset as it was
// (SÃ¤hkÃ¶posti).
func legible(header string) string {
	mended, _ := charset.Mend(header)
	return mended
}
