package customer

// Choice is one of the few values of a field.
type Choice struct {
	Value   string            // as kept
	Labels  map[string]string // by language, as shown and exported; nil: the value itself
	Aliases []string          // other words that mean it
}

// choiceValues finds the value of a choice by any of its words, as they are
// usually written and as wordKey folds them.
var choiceValues [Version + 1]map[string]string

// wordsOf finds the value of a choice by any of its words.
func wordsOf(choices []Choice) map[string]string {
	values := make(map[string]string)
	for _, choice := range choices {
		words := append([]string{choice.Value}, choice.Aliases...)
		for _, label := range choice.Labels {
			words = append(words, label)
		}
		for _, word := range words {
			values[word] = choice.Value
			values[wordKey(word)] = choice.Value
		}
	}
	return values
}

// readChoice reads a word of a field with few values.
func readChoice(f Field, unknown Code) func(string, Context) Reading {
	return func(text string, _ Context) Reading {
		if kept, ok := choiceValues[f][text]; ok {
			return value(kept)
		}
		if kept, ok := choiceValues[f][wordKey(text)]; ok {
			return value(kept)
		}
		return failed(unknown, text, nil)
	}
}
