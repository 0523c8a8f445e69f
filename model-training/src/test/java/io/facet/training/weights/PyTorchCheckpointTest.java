package io.facet.training.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.UserError;
import io.facet.inference.testing.SharedData;
import io.facet.training.tensor.Shape;

import static io.facet.training.weights.Fixtures.floats;
import static io.facet.training.weights.Fixtures.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyTorchCheckpointTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"views-zip.pt, PyTorch zip", "views-legacy.pt, PyTorch legacy"})
    void read_everyElementTypeAndView_givesItsValues(String name, String format) {
        try (TensorFile file = TensorFile.open(Fixtures.file(name))) {
            assertThat(file.format()).isEqualTo(format);
            assertThat(file.tensors().keySet())
                    .startsWith("transposed", "cut", "shared", "scalar", "empty")
                    .hasSize(16);
            assertThat(file.read("transposed").shape()).isEqualTo(Shape.of(6, 4));
            assertThat(floats(file.read("transposed")))
                    .startsWith(0, 6, 12, 18, 1, 7)
                    .endsWith(11, 17, 23);
            assertThat(floats(file.read("cut"))).containsExactly(8, 9, 10, 14, 15, 16);
            assertThat(floats(file.read("shared"))).hasSize(24).endsWith(22, 23);
            assertThat(file.read("scalar").shape()).isEqualTo(Shape.of());
            assertThat(floats(file.read("scalar"))).containsExactly(0.07f);
            assertThat(file.read("empty").shape()).isEqualTo(Shape.of(0, 3));
            assertThat(floats(file.read("double"))).containsExactly(0.1f);
            assertThat(floats(file.read("half"))).containsExactly(1.5f, -2);
            assertThat(floats(file.read("bfloat"))).containsExactly(1.5f, -123.5f);
            assertThat(longs(file.read("long"))).containsExactly(-(1L << 62), 7);
            assertThat(longs(file.read("int"))).containsExactly(-5);
            assertThat(longs(file.read("short"))).containsExactly(-6);
            assertThat(longs(file.read("char"))).containsExactly(-7);
            assertThat(longs(file.read("byte"))).containsExactly(200);
            assertThat(longs(file.read("bool"))).containsExactly(1, 0);
            assertThat(floats(file.read("parameter"))).containsExactly(1, 1);
            assertThat(longs(file.read("transposed_long"))).containsExactly(0, 3, 1, 4, 2, 5);
        }
    }

    @Test
    void open_trainersCheckpoint_takesTheModelAndNamesWhatItLeaves() {
        try (TensorFile file = TensorFile.open(Fixtures.file("mae.pth"))) {
            assertThat(file.metadata())
                    .containsEntry("entry", "model")
                    .containsEntry("left out", "epoch, optimizer, args");
            assertThat(file.tensors())
                    .containsKeys("cls_token", "blocks.1.mlp.fc2.bias")
                    .hasSize(36);
        }
    }

    @Test
    void open_torchScript_namesTheParametersOfTheModule() {
        try (TensorFile script = TensorFile.open(Fixtures.file("clip-torchscript.pt"));
                TensorFile state = TensorFile.open(Fixtures.file("clip-fp32.pt"))) {
            assertThat(script.format()).isEqualTo("TorchScript archive");
            assertThat(script.tensors().keySet())
                    .containsExactlyInAnyOrderElementsOf(state.tensors().keySet());
            state.tensors()
                    .keySet()
                    .forEach(name ->
                            assertThat(floats(script.read(name))).as(name).isEqualTo(floats(state.read(name))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "biubug6_slim_Final.pth, 198, conf.0.0.weight",
        "mtcnn_pnet.pt, 13, conv1.weight",
    })
    void open_publishedFile_listsAllTensors(String name, int count, String first) {
        try (TensorFile file = TensorFile.open(SharedData.models().resolve(name))) {
            assertThat(file.tensors()).hasSize(count).containsKey(first);
            file.tensors()
                    .keySet()
                    .forEach(tensor -> assertThat(file.read(tensor).shape())
                            .isEqualTo(file.tensors().get(tensor).shape()));
        }
    }

    @Test
    void open_pickleThatNamesACommand_runsNothing() {
        try (TensorFile file = TensorFile.open(Fixtures.file("hostile.pt"))) {
            assertThat(file.tensors()).containsOnlyKeys("weight");
        }
        assertThat(Path.of("facet-pickle-was-executed")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-fp32.pt", "views-legacy.pt", "farl-vision-legacy.pth", "clip-torchscript.pt"})
    void open_truncatedFile_isRefusedWhereverItIsCut(String name) throws Exception {
        byte[] whole = Files.readAllBytes(Fixtures.file(name));
        for (double part : new double[] {0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999}) {
            Path cut = folder.resolve("cut-" + part);
            Files.write(cut, Arrays.copyOf(whole, Math.max(3, (int) (whole.length * part))));

            assertThatThrownBy(() -> readAll(cut))
                    .as("%s cut to %s", name, part)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-fp32.pt", "views-legacy.pt"})
    void open_anyByteOfThePickleChanged_isReadOrRefusedNeverMore(String name) throws Exception {
        byte[] whole = Files.readAllBytes(Fixtures.file(name));
        int end = Math.min(whole.length, 1500);
        for (int at = 0; at < end; at += 4) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << (at / 4 % 8));
            Path file = Files.write(folder.resolve("changed"), changed);
            try {
                readAll(file);
            } catch (UserError e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void open_viewBeyondItsStorage_isRefused() throws Exception {
        Path file = zip("""
                ctorch._utils
                _rebuild_tensor_v2
                ((S'storage'
                ctorch
                FloatStorage
                S'0'
                S'cpu'
                I2
                tQI0
                (I1000000
                I1000000
                t(I0
                I0
                ttRs.""", new byte[8]);

        assertThatThrownBy(() -> TensorFile.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("tensor w: expected at least 1000000000000 elements in storage 0, found 2");
    }

    @Test
    void open_lengthBeyondThePickle_isRefusedBeforeMemoryIsTaken() throws Exception {
        byte[] pickle = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x80)
                .put((byte) 2)
                .put((byte) 'X')
                .putInt(0x7FFFFFF0)
                .array();

        assertThatThrownBy(() -> TensorFile.open(zip(pickle, new byte[0])))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a length of at most 3, found 2147483632");
    }

    @Test
    void open_pickleThatHoldsItself_isRefused() throws Exception {
        byte[] pickle = "(dp0\nS'self'\ng0\ns.".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> TensorFile.open(zip(pickle, new byte[0])))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected at most 64 levels");
    }

    @Test
    void open_quantizedOrSparseTensor_isRefusedByName() throws Exception {
        Path file = zip("ctorch._utils\n_rebuild_qtensor\n(tRs.", new byte[0]);

        assertThatThrownBy(() -> TensorFile.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "tensor w: expected a dense tensor, found one made by torch._utils._rebuild_qtensor");
    }

    @Test
    void open_noTensors_isRefused() throws Exception {
        assertThatThrownBy(() -> TensorFile.open(zip("I1\ns.", new byte[0])))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected named tensors, found none");
    }

    @Test
    void open_zipOfSomethingElse_isRefused() throws Exception {
        Path file = folder.resolve("other.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }

        assertThatThrownBy(() -> TensorFile.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected one data.pkl in the zip, found 0 among 1 entries");
    }

    @Test
    void open_fileOfNoKnownFormat_saysHowItBegins() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.pth"), "not weights");

        assertThatThrownBy(() -> TensorFile.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a PyTorch checkpoint (zip or legacy) or safetensors")
                .hasMessageContaining("6e 6f 74");
        assertThatThrownBy(() -> TensorFile.open(folder.resolve("gone.pth")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found none");
    }

    @Test
    void open_pickleThatIsNoCheckpoint_isRefused() throws Exception {
        Path file = Files.write(folder.resolve("list.pkl"), new byte[] {(byte) 0x80, 2, 'K', 7, '.', 0, 0, 0, 0, 0});

        assertThatThrownBy(() -> TensorFile.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected PyTorch's magic number 119547037146038801333356, found 7");
    }

    @Test
    void open_twoTensorsOfOneName_isRefused() throws Exception {
        String tensor = """
                ctorch._utils
                _rebuild_tensor_v2
                ((S'storage'
                ctorch
                FloatStorage
                S'0'
                S'cpu'
                I2
                tQI0
                (I2
                t(I1
                ttR""";

        String pickle = "(dS'a.b'\n" + tensor + "sS'a'\n(dS'b'\n" + tensor + "ss.";

        assertThatThrownBy(() -> TensorFile.open(zip(pickle.getBytes(StandardCharsets.US_ASCII), new byte[8])))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected one tensor of each name, found two of a.b");
    }

    private static void readAll(Path path) {
        try (TensorFile file = TensorFile.open(path)) {
            file.tensors().keySet().forEach(file::read);
        }
    }

    /** A checkpoint with one entry, {@code w}, and one storage. */
    private Path zip(String value, byte[] storage) throws Exception {
        return zip(("(dS'w'\n" + value).getBytes(StandardCharsets.US_ASCII), storage);
    }

    private Path zip(byte[] pickle, byte[] storage) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "archive/data.pkl", pickle);
            put(zip, "archive/data/0", storage);
        }
        return Files.write(folder.resolve("made.pt"), bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }
}
