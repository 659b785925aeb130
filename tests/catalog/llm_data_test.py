"""scripts/check-data must say what is wrong with broken tables of language models and the GPUs that serve them.

    llm_data_test.py CHECK_DATA DATA_DIR
"""
from table_case import TableCase, run

MODELS, GPUS = "llm_models.csv", "llm_gpus.csv"
(NAME, ALIASES, _, ACCESS, ARCHITECTURE, TOTAL, TOTAL_LOW, _, ACTIVE, _, _, LAYERS, EXPERTS, USED, _, PRECISION, SOURCE,
 _) = range(18)


class LanguageModels(TableCase):
    def set_in(self, table, name, column, text):
        for line_number, line in enumerate((self.data / table).read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith(name + ","):
                self.set_field(table, line_number - 2, column, text)
                return f"{table}:{line_number}:"
        raise AssertionError(name)

    def found_after(self, name, column, text, sentence, table=MODELS):
        with self.subTest(f"{name} {column} {text}"):
            self.assert_found(self.set_in(table, name, column, text), sentence)
            self.restore(table)

    def test_numbers_that_make_no_sense(self):
        for text in ("0", "-8", "nan", "", "8030000000", "8B"):
            self.found_after("Llama-3.1-8B", TOTAL, text, f'total_b "{text}" is not from')
        self.found_after("Llama-3.1-8B", LAYERS, "3200", 'layers "3200" is not from')
        self.found_after("NVIDIA L4", 1, "0.3", 'memory_gb_per_s "0.3" is not from', GPUS)

    def test_parameters_that_do_not_fit_together(self):
        self.found_after("Mixtral-8x7B", ACTIVE, "50", "out of order")
        self.found_after("Llama-3.1-8B", ACTIVE, "7", "all parameters are active")
        self.found_after("Llama-3.1-8B", TOTAL_LOW, "7", "an open model has one number")
        self.found_after("Llama-3.1-8B", ACCESS, "closed", "give a range")
        self.found_after("Mixtral-8x7B", USED, "9", "do not fit together")
        self.found_after("Mixtral-8x7B", EXPERTS, "", "do not fit together")

    def test_words_that_the_program_does_not_know(self):
        self.found_after("Llama-3.1-8B", ACCESS, "free", "neither open nor closed")
        self.found_after("Llama-3.1-8B", ARCHITECTURE, "thick", "none of dense")
        self.found_after("Llama-3.1-8B", PRECISION, "fp7", "none of fp16")

    def test_names_that_two_models_have(self):
        self.found_after("Mistral-7B", ALIASES, "meta-llama/LLAMA-3.1-8b-instruct", "is a name of Llama-3.1-8B already")

    def test_missing_and_unknown_sources(self):
        self.found_after("Llama-3.1-8B", SOURCE, "", "no source")
        self.found_after("Llama-3.1-8B", SOURCE, "hearsay", "does not name the source hearsay")

    def test_order_and_gpus_that_nobody_knows(self):
        self.change(MODELS, lambda lines: lines.reverse())
        self.assert_found(MODELS, "sort by the first column")
        self.restore(MODELS)
        self.found_after("NVIDIA L4", 0, "NVIDIA L4X", "is not in gpus.csv", GPUS)


if __name__ == "__main__":
    run()
