package io.facet.vision.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;

import static io.facet.vision.Faces.detection;
import static org.assertj.core.api.Assertions.assertThat;

class NonMaximumSuppressionTest {

    @Test
    void greedy_withTwoBoxesOnOneFace_keepsTheBetter() {
        Detection worse = detection(new Box(1, 1, 20, 20), 0.7);
        Detection better = detection(new Box(0, 0, 20, 20), 0.9);
        Detection elsewhere = detection(new Box(100, 0, 20, 20), 0.8);

        assertThat(NonMaximumSuppression.greedy(List.of(worse, better, elsewhere), 0.3))
                .containsExactly(better, elsewhere);
    }

    @Test
    void greedy_withEqualScores_ordersByPlaceThenByInput() {
        Detection right = detection(new Box(50, 0, 10, 10), 0.5);
        Detection lower = detection(new Box(0, 50, 10, 10), 0.5);
        Detection upper = detection(new Box(0, 0, 10, 10), 0.5);
        Detection same = detection(new Box(0, 0, 10, 99), 0.5);

        assertThat(NonMaximumSuppression.greedy(List.of(right, lower, same, upper), 1))
                .containsExactly(same, upper, lower, right);
    }

    @Property(tries = 200)
    void greedy_ofAnyDetections_keepsInvariants(
            @ForAll Random random, @ForAll @DoubleRange(min = 0, max = 1) double iou) {
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < random.nextInt(40); i++) {
            Box box = new Box(
                    random.nextDouble() * 60,
                    random.nextDouble() * 60,
                    5 + random.nextDouble() * 40,
                    5 + random.nextDouble() * 40);
            detections.add(detection(box, random.nextDouble()));
        }

        List<Detection> kept = NonMaximumSuppression.greedy(detections, iou);

        assertThat(kept).isSortedAccordingTo(NonMaximumSuppression.BEST_FIRST).isSubsetOf(detections);
        for (Detection detection : detections) {
            long better = kept.stream()
                    .filter(other -> other.score() >= detection.score())
                    .filter(other -> BoxOverlap.iou(other.box(), detection.box()) > iou)
                    .filter(other -> other != detection)
                    .count();
            assertThat(kept.contains(detection)).isEqualTo(better == 0);
        }
        List<Detection> shuffled = new ArrayList<>(detections);
        Collections.shuffle(shuffled, random);
        assertThat(NonMaximumSuppression.greedy(shuffled, iou)).isEqualTo(kept);
        assertThat(NonMaximumSuppression.greedy(kept, iou)).isEqualTo(kept);
    }
}
