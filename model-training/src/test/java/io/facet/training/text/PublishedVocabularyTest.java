package io.facet.training.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.facet.inference.testing.SharedData;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Against tokens that the published tokenizer gave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedVocabularyTest {
    private ClipTokenizer tokenizer;

    @BeforeAll
    void load() {
        Path vocabulary = SharedData.models().resolve("bpe_simple_vocab_16e6.txt.gz");
        assumeTrue(Files.exists(vocabulary), "needs the vocabulary ../shared/models/bpe_simple_vocab_16e6.txt.gz");
        tokenizer = ClipTokenizer.load(vocabulary);
    }

    @Test
    void size_publishedVocabulary_isThatOfClip() {
        assertThat(tokenizer.size()).isEqualTo(49_408);
        assertThat(tokenizer.start()).isEqualTo(49_406);
    }

    @Test
    void encode_textsOfManyKinds_equalsThePublishedTokens() throws IOException {
        JsonNode cases;
        try (InputStream in = getClass().getResourceAsStream("clip-tokens.json")) {
            cases = new ObjectMapper().readTree(in);
        }

        assertThat(cases).hasSizeGreaterThan(50).allSatisfy(golden -> {
            long[] expected = new long[ClipTokenizer.CONTEXT];
            Arrays.setAll(expected, i -> golden.get("tokens").path(i).asLong());
            assertThat(tokenizer.encode(golden.get("text").asText()))
                    .as(golden.get("text").asText())
                    .isEqualTo(expected);
        });
    }
}
