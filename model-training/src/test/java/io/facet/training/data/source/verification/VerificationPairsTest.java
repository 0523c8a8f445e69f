package io.facet.training.data.source.verification;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.UserError;
import io.facet.training.data.TestPictures;
import io.facet.training.data.source.SetFixture;
import io.facet.training.data.source.verification.VerificationPairs.Pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerificationPairsTest {
    /** Opcodes of bytes in a pickle: of Python 2 (BINSTRING) and of Python 3 (BINBYTES). */
    private static final int PYTHON_2 = 'T';

    private static final int PYTHON_3 = 'B';

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {PYTHON_2, PYTHON_3})
    void open_packedPairs_hasPicturesMarksAndFolds(int opcode) throws Exception {
        Files.write(folder.resolve("cfp_fp.bin"), packed(opcode, 20));

        try (VerificationPairs pairs = VerificationPairs.open(folder.resolve("cfp_fp.bin"))) {
            assertThat(pairs.name()).isEqualTo("cfp_fp");
            assertThat(pairs.pictures().size()).isEqualTo(40);
            assertThat(pairs.pairs()).hasSize(20).startsWith(new Pair(0, 1, true, 0), new Pair(2, 3, false, 0));
            assertThat(pairs.pairs().get(19)).isEqualTo(new Pair(38, 39, false, 9));
            assertThat(TestPictures.number(pairs.pictures().read(7).image())).isEqualTo(7);
            assertThat(pairs.pictures().key(7)).isEqualTo("cfp_fp.bin#7");
        }
    }

    @Test
    void open_hostilePickle_runsNothing() throws Exception {
        Path witness = folder.resolve("witness");
        for (String module : new String[] {"posix", "os", "__builtin__", "java.lang.Runtime"}) {
            String pickle = "c" + module + "\n" + "system\n(S'touch " + witness + "'\ntR.";
            Path file = Files.writeString(folder.resolve("lfw.bin"), pickle, StandardCharsets.ISO_8859_1);

            assertThatThrownBy(() -> VerificationPairs.open(file))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("expected a list of pictures and a list of marks");
        }
        assertThat(witness).doesNotExist();
    }

    @Test
    void open_damagedPickle_isRefused() throws Exception {
        byte[] whole = packed(PYTHON_3, 2);
        Path file = folder.resolve("lfw.bin");
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        assertThatThrownBy(() -> VerificationPairs.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("cannot read the pickle " + file);
        Files.write(file, new byte[] {(byte) 0x80, 2, 'B', -1, -1, -1, 127});
        assertThatThrownBy(() -> VerificationPairs.open(file)).hasMessageContaining("expected a length of at most 0");
        assertThatThrownBy(() -> VerificationPairs.open(folder.resolve("calfw.bin")))
                .hasMessageContaining(folder + "/calfw.bin: expected a .bin file");
    }

    @Test
    void open_pairsOfLfw_readsTheListAndItsPictures() throws Exception {
        SetFixture.pictures(
                folder, "lfw/Ada/Ada_0001.jpg", "lfw/Ada/Ada_0002.jpg", "lfw/Zoe/Zoe_0001.jpg", "lfw/Zoe/Zoe_0010.jpg");
        String fold = "Ada\t1\t2\nAda\t2\tZoe\t10\n";
        SetFixture.text(folder, "pairs.txt", "10\t1\n" + fold.repeat(10));

        try (VerificationPairs pairs = VerificationPairs.open(folder)) {
            assertThat(pairs.pairs()).hasSize(20).startsWith(new Pair(0, 1, true, 0), new Pair(1, 2, false, 0));
            assertThat(pairs.pairs().get(18).fold()).isEqualTo(9);
            assertThat(pairs.pictures().size()).isEqualTo(3);
            assertThat(pairs.pictures().key(2)).isEqualTo("lfw/Zoe/Zoe_0010.jpg");
            assertThat(pairs.pictures().group(2)).isEqualTo("Zoe");
            assertThat(TestPictures.number(pairs.pictures().read(2).image())).isEqualTo(3);
        }
    }

    @Test
    void open_brokenListOfPairs_saysWhere() {
        assertThatThrownBy(() -> VerificationPairs.open(folder))
                .isInstanceOf(UserError.class)
                .hasMessage("data set: expected " + folder + "/pairs.txt with 10 folds of pairs, found none");
        SetFixture.text(folder, "pairs.txt", "10\t300\nAda 1 2\n");
        assertThatThrownBy(() -> VerificationPairs.open(folder))
                .hasMessage(folder
                        + "/pairs.txt: expected 10, a number n, and 10 times 2n pairs, found 1 lines under 10 300");
        SetFixture.text(folder, "pairs.txt", "10\t1\n" + "Ada 1 2\n".repeat(19) + "Ada 1\n");
        assertThatThrownBy(() -> VerificationPairs.open(folder))
                .hasMessage(folder + "/pairs.txt, line 21: expected name n n, or name n name n, found Ada 1");
    }

    /** (pictures, marks) as Python writes them: PROTO 2, lists with MARK and APPENDS, TUPLE2. */
    private static byte[] packed(int opcode, int pairs) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2, ']', '('});
        for (int i = 0; i < 2 * pairs; i++) {
            byte[] picture = TestPictures.numbered(i);
            pickle.write(opcode);
            pickle.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(picture.length)
                    .array());
            pickle.writeBytes(picture);
        }
        pickle.writeBytes(new byte[] {'e', ']', '('});
        for (int i = 0; i < pairs; i++) {
            pickle.write(i % 2 == 0 ? 0x88 : 0x89);
        }
        pickle.writeBytes(new byte[] {'e', (byte) 0x86, '.'});
        return pickle.toByteArray();
    }
}
