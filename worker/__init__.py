"""The clerk: takes the next docket whose time has come, does one act, writes down what was seen, and asks again."""
