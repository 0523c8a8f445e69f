package io.facet.inference.analyze;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.CropInput;
import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.domain.bundle.TensorSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Attributes;
import io.facet.domain.face.HeadResult.Classification;
import io.facet.domain.face.HeadResult.Identity;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.HeadResult.Parsing;
import io.facet.domain.face.HeadResult.Quality;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.Tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class HeadDecoderTest {
    private static final int CROP_SIZE = 8;
    /** Crop pixels are twice source pixels less 10. */
    private static final CropTransform TRANSFORM = new CropTransform(2, 0, -10, -10);

    private static final Region WHOLE = new Region(0, 0, CROP_SIZE, CROP_SIZE);

    @Test
    void points_ofARegion_comeOutInSourcePixels() {
        HeadSpec head = head(HeadTask.LANDMARKS, Decoding.POINTS, new Region(2, -2, 4, 12), 0, 4, List.of());
        Landmarks result = (Landmarks) decode(head, 1, new long[] {2, 4}, 9, 9, 9, 9, 0, 0, 0.5f, 0.25f);
        assertThat(result.scheme()).isEqualTo("scheme");
        assertThat(result.points()).containsExactly(new Point(6, 4), new Point(7, 5.5));
    }

    @Test
    void heatmaps_withOnePeak_giveTheCentreOfItsPixel() {
        HeadSpec head = head(HeadTask.LANDMARKS, Decoding.HEATMAPS, WHOLE, 0, 1, List.of());
        float[] map = new float[16];
        Arrays.fill(map, -100);
        map[1 * 4 + 2] = 100;
        Landmarks result = (Landmarks) decode(head, 0, new long[] {1, 1, 4, 4}, map);
        // Map pixel (2, 1) has its centre at crop (5, 3), source (7.5, 6.5).
        assertThat(result.points().get(0).x()).isCloseTo(7.5, within(1e-9));
        assertThat(result.points().get(0).y()).isCloseTo(6.5, within(1e-9));
    }

    @Test
    void heatmaps_withTwoPeaks_giveTheWeightedMean() {
        HeadSpec head = head(HeadTask.LANDMARKS, Decoding.HEATMAPS, WHOLE, 1, 2, List.of());
        // Channel 1: sigmoid weights 0.75 and 0.25 in one row of two.
        float logit = (float) Math.log(3);
        Landmarks result = (Landmarks) decode(head, 0, new long[] {1, 2, 1, 2}, 0, 0, logit, -logit);
        double centre = 0.75 * 0.5 + 0.25 * 1.5;
        assertThat(result.points().get(0).x()).isCloseTo((centre * 4 + 10) / 2, within(1e-6));
    }

    @Test
    void classMap_ofARegion_fillsTheMaskAndLeavesTheRestClassZero() {
        HeadSpec head = head(
                HeadTask.PARSING, Decoding.CLASS_MAP, new Region(2, 2, 4, 4), 0, 3, List.of("none", "skin", "hair"));
        // 2x2 map: skin, hair / hair, none.
        Parsing result = (Parsing) decode(head, 0, new long[] {1, 3, 2, 2}, 0, 0, 0, 3, 1, 0, 1, 0, 0, 2, 2, 0);
        assertThat(result.size()).isEqualTo(CROP_SIZE);
        assertThat(result.labels()).containsExactly("none", "skin", "hair");
        assertThat(result.transform()).isEqualTo(TRANSFORM);
        assertThat(rows(result.mask()))
                .containsExactly(
                        "00000000", "00000000", "00112200", "00112200", "00220000", "00220000", "00000000", "00000000");
    }

    @Test
    void classMap_ofALargerMap_isBilinearAtTheCentre() {
        HeadSpec head = head(HeadTask.PARSING, Decoding.CLASS_MAP, WHOLE, 0, 2, List.of("none", "skin"));
        float[] logits = new float[2 * 16 * 16];
        // The centre of crop pixel x lies between map columns 2x and 2x + 1, whose mean is above that of none.
        for (int i = 0; i < 256; i++) {
            logits[256 + i] = i % 2 == 1 ? 3 : -1;
        }
        Parsing result = (Parsing) decode(head, 0, new long[] {1, 2, 16, 16}, logits);
        assertThat(rows(result.mask())).containsOnly("11111111");
    }

    @Test
    void classMap_ofASmallerMap_putsTheEdgeWhereTheLogitsCross() {
        HeadSpec head = head(HeadTask.PARSING, Decoding.CLASS_MAP, WHOLE, 0, 2, List.of("none", "skin"));
        // Skin crosses none a quarter of the way from the left column's centre to the right one's.
        Parsing result = (Parsing) decode(head, 0, new long[] {1, 2, 2, 2}, 0, 0, 0, 0, -1, 3, -1, 3);
        assertThat(rows(result.mask())).containsOnly("00011111");
    }

    @Test
    void softmax_ofAPartOfTheOutput_keepsLabelOrderAndNamesTheLikeliest() {
        HeadSpec head = head(HeadTask.EXPRESSION, Decoding.SOFTMAX, WHOLE, 1, 4, List.of("sad", "happy", "calm"));
        Classification result = (Classification) decode(head, 0, new long[] {1, 5}, 50, 0, (float) Math.log(2), 0, 50);
        assertThat(result.task()).isEqualTo(HeadTask.EXPRESSION);
        assertThat(result.label()).isEqualTo("happy");
        assertThat(result.probabilities().keySet()).containsExactly("sad", "happy", "calm");
        assertThat(result.probabilities().get("happy")).isCloseTo(0.5, within(1e-7));
        assertThat(result.probabilities().get("sad")).isCloseTo(0.25, within(1e-7));
    }

    @Test
    void softmax_ofHugeLogits_staysFinite() {
        HeadSpec head = head(HeadTask.GENDER, Decoding.SOFTMAX, WHOLE, 0, 2, List.of("female", "male"));
        Classification result = (Classification) decode(head, 0, new long[] {1, 2}, 5000, -5000);
        assertThat(result.probabilities().values()).containsExactly(1.0, 0.0);
    }

    @Test
    void sigmoid_givesEachAttributeItsOwnProbability() {
        HeadSpec head = head(HeadTask.ATTRIBUTES, Decoding.SIGMOID, WHOLE, 0, 3, List.of("z", "a", "m"));
        Attributes result = (Attributes) decode(head, 0, new long[] {1, 3}, 0, 800, -800);
        assertThat(result.probabilities().keySet()).containsExactly("z", "a", "m");
        assertThat(result.probabilities().values()).containsExactly(0.5, 1.0, 0.0);
    }

    @Test
    void softmax_ofAGroup_isAClassificationOfThatTask() {
        HeadSpec head = head(HeadTask.GROUP, Decoding.SOFTMAX, WHOLE, 0, 3, List.of("a", "b", "other"));
        Classification result = (Classification) decode(head, 0, new long[] {1, 3}, 0, -5, 4);
        assertThat(result.task()).isEqualTo(HeadTask.GROUP);
        assertThat(result.label()).isEqualTo("other");
    }

    @Test
    void sigmoid_ofQuality_isOneNumber() {
        HeadSpec head = head(HeadTask.QUALITY, Decoding.SIGMOID, WHOLE, 1, 2, List.of("quality"));
        Quality result = (Quality) decode(head, 0, new long[] {1, 2}, -7, (float) Math.log(3));
        assertThat(result.value()).isCloseTo(0.75, within(1e-7));
    }

    @Test
    void ageExpectation_isTheMeanOfTheDistribution() {
        HeadSpec head = head(HeadTask.AGE, Decoding.AGE_EXPECTATION, WHOLE, 0, 5, List.of());
        Age result = (Age) decode(head, 0, new long[] {1, 5}, -900, 3, -900, 3, -900);
        assertThat(result.years()).isCloseTo(2, within(1e-9));
    }

    @Test
    void agePairs_countHowManySayOlder() {
        HeadSpec head = head(HeadTask.AGE, Decoding.AGE_PAIRS, WHOLE, 2, 8, List.of());
        Age result = (Age) decode(head, 0, new long[] {1, 8}, 0, 9, 0, 1, 0, 1, 2, 1);
        assertThat(result.years()).isEqualTo(2);
    }

    @Test
    void embedding_isScaledToUnitLength() {
        HeadSpec head = head(HeadTask.IDENTITY, Decoding.EMBEDDING, WHOLE, 0, 2, List.of());
        Identity result = (Identity) decode(head, 0, new long[] {1, 2}, 3, -4);
        assertThat(result.embedding()).containsExactly(0.6f, -0.8f);
    }

    @Test
    void decode_ofValuesThatAreNoNumbers_isRefusedByEveryDecoder() {
        float nan = Float.NaN;
        List<HeadSpec> heads = List.of(
                head(HeadTask.LANDMARKS, Decoding.POINTS, WHOLE, 0, 2, List.of()),
                head(HeadTask.LANDMARKS, Decoding.HEATMAPS, WHOLE, 0, 2, List.of()),
                head(HeadTask.PARSING, Decoding.CLASS_MAP, WHOLE, 0, 2, List.of("a", "b")),
                head(HeadTask.GENDER, Decoding.SOFTMAX, WHOLE, 0, 2, List.of("a", "b")),
                head(HeadTask.ATTRIBUTES, Decoding.SIGMOID, WHOLE, 0, 2, List.of("a", "b")),
                head(HeadTask.QUALITY, Decoding.SIGMOID, WHOLE, 0, 1, List.of("a")),
                head(HeadTask.AGE, Decoding.AGE_EXPECTATION, WHOLE, 0, 2, List.of()),
                head(HeadTask.AGE, Decoding.AGE_PAIRS, WHOLE, 0, 2, List.of()),
                head(HeadTask.IDENTITY, Decoding.EMBEDDING, WHOLE, 0, 2, List.of()));
        for (HeadSpec head : heads) {
            assertThatThrownBy(() -> decode(head, 0, new long[] {1, 2}, nan, nan))
                    .as(head.decoding().name())
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("head " + head.task().key() + " must give finite numbers");
        }
    }

    @Test
    void output_ofAnotherShapeThanStated_isRefusedByTheHeadsName() {
        HeadSpec head = stating(head(HeadTask.IDENTITY, Decoding.EMBEDDING, WHOLE, 0, 4, List.of()), 2, 4);
        // Narrower: the first of two faces would read the second one's values.
        assertThatThrownBy(() -> HeadTensor.of(head, zeros(2, 2), 2))
                .isInstanceOf(InferenceException.class)
                .hasMessage("head identity: expected output out of shape [-1, 4] for 2 faces, found [2, 2]");
        assertThatThrownBy(() -> HeadTensor.of(head, zeros(2, 4, 1, 1), 2)).hasMessageEndingWith("found [2, 4, 1, 1]");
        assertThatThrownBy(() -> HeadTensor.of(head, zeros(1, 4), 2)).hasMessageEndingWith("found [1, 4]");
    }

    private static Tensor.Floats zeros(long... shape) {
        int size = (int) LongStream.of(shape).reduce(1, Math::multiplyExact);
        return new Tensor.Floats(
                FloatBuffer.allocate(size), LongStream.of(shape).boxed().toList());
    }

    @Test
    void classMap_withOneValueThatIsNoNumber_isRefused() {
        HeadSpec head = head(HeadTask.PARSING, Decoding.CLASS_MAP, WHOLE, 0, 2, List.of("a", "b"));
        for (int at = 0; at < 4; at++) {
            float[] logits = {1, 2, 3, 4};
            logits[at] = Float.NaN;
            assertThatThrownBy(() -> decode(head, 0, new long[] {1, 2, 1, 2}, logits))
                    .hasMessage("head parsing must give finite numbers, got NaN");
        }
    }

    @Test
    void embedding_ofZeros_isRefused() {
        HeadSpec head = head(HeadTask.IDENTITY, Decoding.EMBEDDING, WHOLE, 0, 2, List.of());
        assertThatThrownBy(() -> decode(head, 0, new long[] {1, 2}, 0, 0)).hasMessageContaining("zero vector");
    }

    @Test
    void classMap_ofMoreClassesThanAByteCanName_isRefused() {
        List<String> labels = IntStream.range(0, 257).mapToObj(i -> "class" + i).toList();
        HeadSpec head = head(HeadTask.PARSING, Decoding.CLASS_MAP, WHOLE, 0, 257, labels);
        assertThatThrownBy(() -> HeadDecoder.of(head, CROP_SIZE))
                .hasMessage("head parsing may have at most 256 classes, got 257");
    }

    private static HeadResult decode(HeadSpec head, int face, long[] shape, float... values) {
        Tensor.Floats output = new Tensor.Floats(
                FloatBuffer.wrap(values), LongStream.of(shape).boxed().toList());
        HeadSpec stated = stating(head, shape);
        return HeadDecoder.of(stated, CROP_SIZE).decode(HeadTensor.of(stated, output, (int) shape[0]), face, TRANSFORM);
    }

    /** The head with an output of the shape, whatever its batch. */
    private static HeadSpec stating(HeadSpec head, long... shape) {
        long[] open = shape.clone();
        open[0] = -1;
        return new HeadSpec(
                head.task(),
                head.file(),
                head.features(),
                head.crop(),
                new TensorSpec("out", LongStream.of(open).boxed().toList()),
                head.from(),
                head.to(),
                head.decoding(),
                head.labels(),
                head.scheme());
    }

    private static HeadSpec head(
            HeadTask task, Decoding decoding, Region region, int from, int to, List<String> labels) {
        ImageInput image =
                new ImageInput("in", 64, 64, 1, ColorOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        TensorSpec output = new TensorSpec("out", List.of(-1L, (long) to));
        return new HeadSpec(
                task,
                "heads/" + task.key() + ".onnx",
                List.of(),
                new CropInput(region, image),
                output,
                from,
                to,
                decoding,
                labels,
                "scheme");
    }

    private static List<String> rows(byte[] mask) {
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < CROP_SIZE; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < CROP_SIZE; x++) {
                row.append(mask[y * CROP_SIZE + x]);
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
