package io.facet.functions.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.StreamSummary;
import io.facet.functions.TestingEvents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Values and serializer snapshots as released versions wrote them must be readable for ever. Write the files of a new
 * version with {@code -Dfacet.golden.rewrite=true}; never rewrite those of a released one.
 */
public class SnapshotCompatibilityTest {
    private static final boolean REWRITE = Boolean.getBoolean("facet.golden.rewrite");

    /** A value in one version of one codec, as it lies in {@code test-data/snapshots}. */
    public record Stored<T>(String name, VersionedCodec<T> codec, T value) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Stored<?>> stored() {
        return Stream.of(
                event("face-aligned", TestingEvents.aligned(7, 3, 1, 12, TestingEvents.crop(4, 5))),
                observed("face-observed", TestingEvents.firstHeads()),
                observed("face-observed-later-heads", TestingEvents.laterHeads()),
                event("track-ended", TestingEvents.trackEnded(2, 1, 8, 6)),
                event("segment-ended", new StreamEvent.SegmentEnded("Kamera Süd/9", 41, 25, 5, true)),
                event("stream-ended", new StreamEvent.StreamEnded("cam-1", 42)),
                new Stored<>("stream-summary", new StreamSummaryCodec(), new StreamSummary("c", 1, 2, 3, 4, 5, 6, 7)));
    }

    private static Stored<StreamEvent> observed(String name, HeadResult[] heads) {
        return event(name, TestingEvents.observed(TestingEvents.observation(4, 9, 0.5, TestingEvents.BUNDLE, heads)));
    }

    private static Stored<StreamEvent> event(String name, StreamEvent event) {
        return new Stored<>("stream-event." + name, new StreamEventCodec(), event);
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyReleasedVersion_isReadable(Stored<?> stored) throws IOException {
        verify(stored);
    }

    /** Checks every version of the value, and writes the current one when told to. */
    public static <T> void verify(Stored<T> stored) throws IOException {
        TypeSerializer<T> serializer = new VersionedSerializer<>(stored.codec());
        Path folder = folder();
        int current = stored.codec().version();
        if (REWRITE) {
            Files.createDirectories(folder);
            Files.write(file(folder, stored, current, "bin"), Binary.bytes(stored.value(), serializer));
            Files.write(file(folder, stored, current, "snapshot"), Binary.snapshotBytes(serializer));
        }
        for (int version = 1; version <= current; version++) {
            byte[] snapshot = read(file(folder, stored, version, "snapshot"));
            TypeSerializer<T> restored = Binary.<T>snapshot(snapshot).restoreSerializer();
            T value = Binary.value(read(file(folder, stored, version, "bin")), restored);
            assertThat(value).usingRecursiveComparison().isEqualTo(stored.value());
        }
        assertThat(read(file(folder, stored, current, "bin"))).isEqualTo(Binary.bytes(stored.value(), serializer));
    }

    private static Path file(Path folder, Stored<?> stored, int version, String suffix) {
        return folder.resolve("%s.v%d.%s".formatted(stored.name(), version, suffix));
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            fail("no %s; write it with -Dfacet.golden.rewrite=true", file);
        }
        return Files.readAllBytes(file);
    }

    private static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("operators")) && Files.exists(at.resolve("pom.xml"))) {
                return at.resolve("test-data/snapshots");
            }
        }
        throw new IllegalStateException(
                "no repository root above " + Path.of("").toAbsolutePath());
    }
}
