package io.facet.training.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClipTokenizerTest {
    private static final int A = 'a' - '!';
    private static final int WORD_END = 256;

    @TempDir
    Path folder;

    @Test
    void encode_bytesOnly_numbersPrintingBytesFromTheExclamationMark() {
        ClipTokenizer tokenizer = ClipTokenizer.bytes();

        long[] tokens = tokenizer.encode("Ab c");

        assertThat(tokenizer.size()).isEqualTo(514);
        assertThat(tokens).hasSize(77).startsWith(512, A, A + 1 + WORD_END, A + 2 + WORD_END, 513, 0, 0);
    }

    @Test
    void encode_bytesThatDoNotPrint_comeAfterThoseThatDo() {
        // In UTF-8 C3 A0, C3 A1. 188 bytes print: 94 up to '~', 12 from A1, 82 from AE; before A0 66 do not.
        long[] tokens = ClipTokenizer.bytes().encode("\u00e0\u00e1");

        int lead = 94 + 12 + 0xC3 - 0xAE;
        assertThat(tokens).startsWith(512, lead, 188 + 66, lead, 94 + WORD_END, 513, 0);
    }

    @Test
    void encode_merges_takesTheEarliestFirstWhereverItOccurs() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(vocabulary("b c", "a b", "bc d</w>", "a bcd</w>"));

        assertThat(tokenizer.size()).isEqualTo(518);
        assertThat(tokenizer.encode("abcd")).startsWith(516, 515, 517, 0);
        assertThat(tokenizer.encode("abab")).startsWith(516, 513, A, A + 1 + WORD_END, 517);
        assertThat(tokenizer.encode("bcbcd")).startsWith(516, 512, 514, 517);
    }

    @Test
    void encode_digitsAndContractions_arePiecesOfTheirOwn() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(vocabulary("1 2", "1 2</w>", "' s</w>", "s o</w>", "a '"));

        assertThat(tokenizer.encode("12")).startsWith(517, '1' - '!' + WORD_END, '2' - '!' + WORD_END, 518, 0);
        assertThat(tokenizer.encode("a'so")).startsWith(517, A + WORD_END, 514, 'o' - '!' + WORD_END, 518, 0);
    }

    @Test
    void encode_textThatIsTooLong_endsWithTheEndToken() {
        ClipTokenizer tokenizer = ClipTokenizer.bytes();

        long[] fits = tokenizer.encode("a ".repeat(75));
        long[] tooLong = tokenizer.encode("a ".repeat(76));

        assertThat(fits).isEqualTo(tooLong).endsWith(A + WORD_END, 513);
    }

    @Test
    void encode_emptyText_isStartAndEnd() {
        assertThat(ClipTokenizer.bytes().encode(" \n")).startsWith(512, 513, 0);
    }

    @Test
    void encode_endIsTheLargestToken_soThatItsPlaceIsFound() {
        ClipTokenizer tokenizer = ClipTokenizer.bytes();

        long[] tokens = tokenizer.encode("\u00ff \u007e \ud83d\ude00");

        assertThat(Arrays.stream(tokens).max()).hasValue(tokenizer.end());
    }

    @Test
    void load_gzip_equalsPlain() throws IOException {
        Path plain = vocabulary("a b", "ab c</w>");
        Path gzip = folder.resolve("vocabulary.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            Files.copy(plain, out);
        }

        assertThat(ClipTokenizer.load(gzip).encode("abc abd"))
                .isEqualTo(ClipTokenizer.load(plain).encode("abc abd"));
    }

    @Test
    void load_lineThatIsNoPair_namesTheLine() throws IOException {
        Path file = vocabulary("a b", "ab zz");

        assertThatThrownBy(() -> ClipTokenizer.load(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("ab zz");
    }

    @Test
    void load_pairTwice_isRefused() throws IOException {
        Path file = vocabulary("a b", "a b");

        assertThatThrownBy(() -> ClipTokenizer.load(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void load_fileThatIsNoVocabulary_isRefused() throws IOException {
        Path binary = Files.write(folder.resolve("weights.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Path notGzip = Files.writeString(folder.resolve("plain.txt.gz"), "a b");

        assertThatThrownBy(() -> ClipTokenizer.load(binary))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("weights.bin");
        assertThatThrownBy(() -> ClipTokenizer.load(notGzip))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("plain.txt.gz");
        assertThatThrownBy(() -> ClipTokenizer.load(folder.resolve("missing.txt")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no such file");
    }

    private Path vocabulary(String... merges) throws IOException {
        String text = "#version: 0.2\n" + String.join("\n", List.of(merges)) + "\n";
        return Files.writeString(folder.resolve("vocabulary.txt"), text, StandardCharsets.UTF_8);
    }
}
