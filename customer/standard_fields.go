package customer

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"sync"
)

// standard is the field table: one entry says all of a field but its words,
// which stand in vocabulary.json. Definition tells what each member means. An
// entry without read keeps any text as it is.
var standard = [Version + 1]Definition{
	Number: {
		Key: "number", read: readNumber,
		List: 1, Sort: SortNumber, Search: SearchWords, Exported: true,
	},
	Kind: {
		Key: "kind", read: readChoice(Kind, KindUnknown), FewValued: true,
		Section: SectionBasics, Place: 3, Card: 1, Sort: SortText, Exported: true,
	},
	Name: {
		Key:     "name",
		Section: SectionBasics, Place: 1, Wide: true, Required: NameMissing, Individual: true, List: 2, Sort: SortText, Search: SearchParts, Exported: true,
	},
	BusinessID: {
		Key: "business_id", read: readBusinessID, Digits: true,
		Section: SectionBasics, Place: 4, Copied: true, Individual: true, List: 3, Card: 2, Sort: SortText, Search: SearchBusinessID, Exported: true,
	},
	Contact: {
		Key:     "contact",
		Section: SectionContact, Place: 1, Wide: true, Card: 7, Sort: SortText, Search: SearchWords, Exported: true,
	},
	Street: {
		Key:     "street",
		Section: SectionAddress, Place: 1, Wide: true, Card: 3, Sort: SortText, Search: SearchWords, Exported: true,
	},
	Postcode: {
		Key: "postcode", read: readPostcode, Digits: true,
		Section: SectionAddress, Place: 2, Card: 4, Sort: SortText, Search: SearchWords, Exported: true,
	},
	City: {
		Key:     "city",
		Section: SectionAddress, Place: 3, List: 4, Card: 4, Sort: SortText, Search: SearchWords, Exported: true,
	},
	Country: {
		Key: "country", read: readCountry, named: CountryName, FewValued: true,
		Section: SectionAddress, Place: 4, Offers: OfferCountries, Sort: SortText, Exported: true,
	},
	Email: {
		Key: "email", read: readEmail,
		Section: SectionContact, Place: 2, Wide: true, InputMode: "email", Copied: true, List: 6, Card: 6, Sort: SortText, Search: SearchWords, Exported: true,
	},
	Phone: {
		Key: "phone", read: readPhone, same: samePhone, Digits: true,
		Section: SectionContact, Place: 3, InputMode: "tel", Copied: true, List: 5, Card: 5, Sort: SortText, Search: SearchPhone, Exported: true,
	},
	EInvoiceAddress: {
		Key: "einvoice_address", read: readEInvoiceAddress, same: sameCompact, Digits: true,
		Section: SectionInvoicing, Place: 3, Copied: true, Sort: SortText, Search: SearchWords, Exported: true,
	},
	EInvoiceOperator: {
		Key: "einvoice_operator", read: readOperator, same: sameOperator, Digits: true,
		Section: SectionInvoicing, Place: 4, Copied: true, Offers: OfferOperators, Sort: SortText, Exported: true,
	},
	Invoicing: {
		Key: "invoicing", read: readChoice(Invoicing, InvoicingUnknown), FewValued: true,
		Section: SectionInvoicing, Place: 1, Fill: 4, Sort: SortText, Exported: true,
	},
	PaymentTerms: {
		Key: "payment_terms", read: readPaymentTerms, FewValued: true,
		Section: SectionInvoicing, Place: 2, InputMode: "numeric", Fill: 2, Sort: SortNumber, Exported: true,
	},
	Language: {
		Key: "language", read: readChoice(Language, LanguageUnknown), named: languageName, FewValued: true,
		Section: SectionBasics, Place: 7, Fill: 3, Sort: SortText, Exported: true,
	},
	Reference: {
		Key:     "reference",
		Section: SectionInvoicing, Place: 5, Wide: true, Sort: SortText, Search: SearchWords, Exported: true,
	},
	Group: {
		Key: "group", same: sameKey, FewValued: true,
		Section: SectionBasics, Place: 6, Offers: OfferGroups, List: 7, Card: 8, Fill: 1, Sort: SortText, Exported: true,
	},
	Notes: {
		Key:     "notes",
		Section: SectionMore, Place: 4, Wide: true, Multiline: true, Sort: SortText, Search: SearchWords, Exported: true,
	},
	NameDetail: {
		Key:     "name_detail",
		Section: SectionBasics, Place: 2, Wide: true, Sort: SortText, Search: SearchWords, Exported: true,
	},
	VATNumber: {
		Key: "vat_number", read: readVATNumber, same: sameVATNumber, Digits: true,
		Section: SectionBasics, Place: 5, Individual: true, Sort: SortText, Search: SearchVATNumber, Exported: true,
	},
	DeliveryName: {
		Key:     "delivery_name",
		Section: SectionDelivery, Place: 1, Wide: true, Sort: SortText, Search: SearchWords, Exported: true,
	},
	DeliveryStreet: {
		Key:     "delivery_street",
		Section: SectionDelivery, Place: 2, Wide: true, Sort: SortText, Search: SearchWords, Exported: true,
	},
	DeliveryPostcode: {
		Key: "delivery_postcode", read: readDeliveryPostcode, Digits: true,
		Section: SectionDelivery, Place: 3, Sort: SortText, Search: SearchWords, Exported: true,
	},
	DeliveryCity: {
		Key:     "delivery_city",
		Section: SectionDelivery, Place: 4, Sort: SortText, Search: SearchWords, Exported: true,
	},
	DeliveryCountry: {
		Key: "delivery_country", read: readCountry, named: CountryName, FewValued: true,
		Section: SectionDelivery, Place: 5, Offers: OfferCountries, Sort: SortText, Exported: true,
	},
	Active: {
		Key: "active", read: readChoice(Active, YesNoUnknown), FewValued: true, Default: Yes, Flag: No,
		Section: SectionMore, Place: 1, Sort: SortText, Exported: true,
	},
	NoMarketing: {
		Key: "no_marketing", read: readChoice(NoMarketing, YesNoUnknown), FewValued: true, Default: No, Flag: Yes, Guarded: Yes,
		Section: SectionMore, Place: 2, Sort: SortText, Exported: true,
	},
	Restricted: {
		Key: "restricted", read: readChoice(Restricted, YesNoUnknown), FewValued: true, Default: No, Flag: Yes, Guarded: Yes,
		Section: SectionMore, Place: 3, Sort: SortText, Exported: true,
	},

	FirstName: {Key: "first_name"},
	LastName:  {Key: "last_name"},

	AppendNotes: {Key: "append_notes"},

	Version: {Key: "version", read: readText},
}

//go:embed vocabulary.json
var vocabularyJSON []byte

func init() {
	var vocabulary map[string]struct {
		Labels  map[string]string
		Hint    map[string]string
		Aliases []string
		Choices []Choice
		YesNo   bool              // says yes or no; Choices are further words for that
		Flag    map[string]string // by language
	}
	if err := json.Unmarshal(vocabularyJSON, &vocabulary); err != nil {
		panic("customer: vocabulary.json: " + err.Error())
	}
	for f := Number; f <= Version; f++ {
		d := &standard[f]
		if f.isOwn() {
			*d = Definition{Field: f, Key: "own" + strconv.Itoa(int(f-Own1)+1)}
			byKey[d.Key] = f
			choiceValues[f] = wordsOf(withYesNo(nil))
			continue
		}
		words, ok := vocabulary[d.Key]
		if !ok {
			panic("customer: vocabulary.json lacks " + d.Key)
		}
		d.Field, d.Labels, d.Hint, d.Aliases, d.Choices, d.FlagTexts = f, words.Labels, words.Hint, words.Aliases, words.Choices, words.Flag
		if words.YesNo {
			d.Choices = withYesNo(words.Choices)
		}
		byKey[d.Key] = f
		choiceValues[f] = wordsOf(d.Choices)
	}
}

// Standard is the table of the fields that every register has.
var Standard = sync.OnceValue(func() *Table { return WithOwn(nil) })
