package io.facet.vision.tracking;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.Detection;
import io.facet.domain.policy.Policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrackerStateCodecTest {
    private static final FaceTracker TRACKER = new FaceTracker(TrackingOptions.defaults());
    private static final Policy POLICY = new Policy(Set.of(), 200_000, 0.1, 0);

    @Test
    void decode_ofEmptyState_isEmpty() {
        assertThat(TrackerStateCodec.decode(TrackerStateCodec.encode(TrackerState.empty())))
                .isEqualTo(TrackerState.empty());
    }

    @Property(tries = 60)
    void decode_ofAnyReachableState_isEqualAndEncodesToTheSameBytes(
            @ForAll Random random, @ForAll @IntRange(max = 12) int faces) {
        TrackerState state = stateAfter(Scene.of(random, faces, 15));

        byte[] bytes = TrackerStateCodec.encode(state);

        assertThat(TrackerStateCodec.decode(bytes)).isEqualTo(state);
        assertThat(TrackerStateCodec.encode(TrackerStateCodec.decode(bytes))).isEqualTo(bytes);
    }

    @Test
    void decode_ofUnknownVersion_saysExpectedAndFound() {
        byte[] bytes = TrackerStateCodec.encode(TrackerState.empty());
        ByteBuffer.wrap(bytes).putInt(0, 7);

        assertThatThrownBy(() -> TrackerStateCodec.decode(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected version 1, found 7");
    }

    @Test
    void decode_ofDamagedBytes_isRefused() {
        byte[] bytes = TrackerStateCodec.encode(stateAfter(Scene.of(new Random(1), 3, 3)));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TrackerStateCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TrackerStateCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected %d bytes, found %d".formatted(bytes.length, bytes.length + 1));
    }

    private static TrackerState stateAfter(List<List<Detection>> scene) {
        TrackerState state = TrackerState.empty();
        for (int frame = 0; frame < scene.size(); frame++) {
            long ptsUs = frame * Scene.FRAME_US;
            state = TRACKER.update(state, ptsUs, ptsUs + 9, scene.get(frame), POLICY)
                    .state();
        }
        return state;
    }
}
