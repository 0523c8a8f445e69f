package io.facet.functions.state;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FaceObserved;
import io.facet.domain.event.StreamEvent.FrameDecoded;
import io.facet.domain.event.StreamEvent.FrameDetected;
import io.facet.domain.event.StreamEvent.FrameTracked;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.video.Frame;
import io.facet.functions.TestingEvents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamEventCodecTest {
    private final TypeSerializer<StreamEvent> serializer =
            FacetTypes.STREAM_EVENT.createSerializer(new SerializerConfigImpl());

    static Stream<StreamEvent> eventsWithoutPixels() {
        return Stream.of(
                TestingEvents.aligned(7, 3, 1, 12, TestingEvents.crop(8, 5)),
                new FaceObserved(TestingEvents.observation(4, 9, 0.5, TestingEvents.BUNDLE, TestingEvents.everyHead())),
                TestingEvents.trackEnded(2, 1, 8, 6),
                new SegmentEnded("Kamera Süd/9", 41, 25, 5, true),
                new StreamEnded("", 42));
    }

    static Stream<StreamEvent> eventsWithPixels() {
        Frame frame = TestingEvents.frame(5, 0, 16, 8);
        return Stream.of(
                new FrameDecoded(frame), new FrameDetected(frame, List.of()), new FrameTracked(frame, List.of()));
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutPixels")
    void serialize_anyEventWithoutPixels_isReadBackTheSame(StreamEvent event) throws IOException {
        StreamEvent read = Binary.value(Binary.bytes(event, serializer), serializer);

        assertThat(read).usingRecursiveComparison().isEqualTo(event);
        assertThat(read).hasSameClassAs(event);
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutPixels")
    void copyBetweenViews_anyEventWithoutPixels_keepsTheBytes(StreamEvent event) throws IOException {
        byte[] bytes = Binary.bytes(event, serializer);
        DataOutputSerializer out = new DataOutputSerializer(64);

        serializer.copy(new DataInputDeserializer(bytes), out);

        assertThat(out.getCopyOfBuffer()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("eventsWithPixels")
    void serialize_eventWithPixels_isRefusedNamingStreamAndSegment(StreamEvent event) {
        assertThatThrownBy(() -> Binary.bytes(event, serializer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("decoded pixels must stay in the task: "
                        + event.getClass().getSimpleName() + " of stream 'cam-1', segment 5");
    }

    @ParameterizedTest
    @MethodSource("eventsWithPixels")
    void copy_eventWithPixels_isTheSameInstance(StreamEvent event) {
        assertThat(serializer.copy(event)).isSameAs(event);
    }

    @Test
    void deserialize_unknownKind_isRefusedNamingIt() {
        assertThatThrownBy(() -> Binary.value(new byte[] {1, 99}, serializer))
                .isInstanceOf(IOException.class)
                .hasMessage("expected an event of kind 1 to 5, found 99");
    }
}
