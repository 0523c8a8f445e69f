package io.facet.training.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.UserError;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void read_whatWasWritten_isTheSame() {
        float[] large = new float[300_001];
        for (int i = 0; i < large.length; i++) {
            large[i] = (float) Math.sin(i);
        }
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("b.weight", new HostTensor.Floats(Shape.of(300_001), large));
        tensors.put("a.scale", HostTensor.Floats.scalar(Math.PI));
        tensors.put("none", new HostTensor.Floats(Shape.of(0, 4), new float[0]));
        tensors.put("ids", new HostTensor.Longs(Shape.of(1, 2), new long[] {Long.MIN_VALUE, 7}));
        Path file = folder.resolve("new/folder/weights.safetensors");

        Safetensors.write(file, tensors, Map.of("épreuve", "a \"quoted\" text"));
        Safetensors.Contents read = Safetensors.read(file);

        assertThat(read.metadata()).isEqualTo(Map.of("épreuve", "a \"quoted\" text"));
        assertThat(read.tensors()).usingRecursiveComparison().isEqualTo(tensors);
        assertThat(read.tensors().keySet()).containsExactly("ids", "b.weight", "a.scale", "none");
    }

    @Test
    void read_everyElementType_givesItsValues() throws Exception {
        Path file = write(
                """
                {"f64":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
                "f16":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},
                "bf16":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},
                "i32":{"dtype":"I32","shape":[],"data_offsets":[16,20]},
                "i16":{"dtype":"I16","shape":[1],"data_offsets":[20,22]},
                "i8":{"dtype":"I8","shape":[1],"data_offsets":[22,23]},
                "u8":{"dtype":"U8","shape":[1],"data_offsets":[23,24]},
                "bool":{"dtype":"BOOL","shape":[1],"data_offsets":[24,25]}}""",
                ByteBuffer.allocate(25)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(0.1)
                        .putShort((short) 0x3555) // 0.33325195
                        .putShort((short) 0x8001) // the smallest negative number
                        .putShort((short) 0x3FC0) // 1.5
                        .putShort((short) 0xC2F7) // -123.5
                        .putInt(-5)
                        .putShort((short) -6)
                        .put((byte) -7)
                        .put((byte) 200)
                        .put((byte) 1));

        Map<String, HostTensor> tensors = Safetensors.read(file).tensors();

        assertThat(floats(tensors.get("f64"))).containsExactly(0.1f);
        assertThat(floats(tensors.get("f16"))).containsExactly(0.33325195f, -5.9604645e-8f);
        assertThat(floats(tensors.get("bf16"))).containsExactly(1.5f, -123.5f);
        assertThat(longs(tensors.get("i32"))).containsExactly(-5);
        assertThat(longs(tensors.get("i16"))).containsExactly(-6);
        assertThat(longs(tensors.get("i8"))).containsExactly(-7);
        assertThat(longs(tensors.get("u8"))).containsExactly(200);
        assertThat(longs(tensors.get("bool"))).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F8_E5M2","shape":[8],"data_offsets":[0,8]}} | found 'F8_E5M2'
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}} | expected 12 bytes for float32 [3], found 8
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | expected its bytes at 0
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | tensor b: expected its bytes at 8, after those of the one before it, found 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | expected 4 bytes of tensors, found 8
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} | expected 16 bytes of tensors, found 8
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | expected numbers of 0 or more in shape, found -2
            {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}} | expected a shape of at most 2^63 bytes
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}} | expected data_offsets [begin, end], found [8,0]
            {"a":{"dtype":"F32","shape":[2]}} | expected a list as data_offsets
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | Duplicate field 'a'
            {"__metadata__":{"a":1}} | expected texts in __metadata__, found 1
            [1] | expected a JSON object as header, found ARRAY
            {"a" | expected a JSON header
            """)
    void read_hostileHeader_isRefusedSayingWhatWasExpected(String header, String message) throws Exception {
        Path file = write(header, ByteBuffer.allocate(8));

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "9000000000000000000, 9000000000000000000", "50, 50", "0, 0"})
    void read_headerLongerThanTheFile_isRefusedBeforeMemoryIsTaken(long length, String found) throws Exception {
        Path file = Files.write(
                folder.resolve("x"),
                ByteBuffer.allocate(20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array());

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a header of 2 to 12 bytes, found " + found);
    }

    @Test
    void read_missingOrTooShortFile_isRefused() throws Exception {
        Path tiny = Files.write(folder.resolve("tiny"), new byte[3]);

        assertThatThrownBy(() -> Safetensors.read(tiny))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected 8 more bytes, found 3");
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("gone")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found none");
    }

    @Test
    void write_onFullDisk_keepsTheFormerFileAndSaysWhatIsNeeded() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Map.of("a", HostTensor.Floats.scalar(1)), Map.of());
        Files.createSymbolicLink(folder.resolve(".weights.safetensors.partial"), full);

        assertThatThrownBy(() -> Safetensors.write(file, Map.of("a", HostTensor.Floats.scalar(2)), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("No space left on device; needs 68 bytes, free are ");

        assertThat(floats(Safetensors.read(file).tensors().get("a"))).containsExactly(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void write_overAFormerFile_replacesIt() throws Exception {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Map.of("a", HostTensor.Floats.scalar(1)), Map.of("step", "1"));

        Safetensors.write(file, Map.of("b", HostTensor.Floats.scalar(2)), Map.of());

        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("b");
        assertThat(Safetensors.read(file).metadata()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void write_tensorsBeginOnAMultipleOfEight() throws Exception {
        Path file = folder.resolve("weights.safetensors");

        Safetensors.write(file, Map.of("odd", HostTensor.Floats.scalar(1)), Map.of("k", "v"));

        byte[] bytes = Files.readAllBytes(file);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
        assertThat(bytes).hasSize((int) (8 + header + 4));
    }

    @Test
    void parameters_ofIntegers_isRefused() {
        Path file = folder.resolve("ids");
        Safetensors.write(file, Map.of("ids", new HostTensor.Longs(Shape.of(1), new long[] {1})), Map.of());

        assertThatThrownBy(() -> Safetensors.read(file).parameters())
                .isInstanceOf(UserError.class)
                .hasMessage("tensor ids: expected floating-point values, found integers");
    }

    private Path write(String header, ByteBuffer data) throws Exception {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(data.array());
        return Files.write(folder.resolve("hostile.safetensors"), file.array());
    }

    private static float[] floats(HostTensor tensor) {
        return ((HostTensor.Floats) tensor).values();
    }

    private static long[] longs(HostTensor tensor) {
        return ((HostTensor.Longs) tensor).values();
    }
}
