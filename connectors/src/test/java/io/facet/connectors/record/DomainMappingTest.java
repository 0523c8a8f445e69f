package io.facet.connectors.record;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.video.DeadLetter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DomainMappingTest {

    @Test
    void toDomain_observationWithAllHeads_isTheRoundedOriginal() {
        FaceObservation original = SampleResults.observation();

        FaceObservation back = ObservationRecord.from(original).toDomain();

        assertThat(back)
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) <= 5.1e-4 ? 0 : Double.compare(a, b), Double.class)
                .withComparatorForType((a, b) -> Math.abs(a - b) <= 5.1e-7 ? 0 : Float.compare(a, b), Float.class)
                .isEqualTo(original);
        assertThat(back.heads()).extracting(HeadResult::task).containsExactly(HeadTask.values());
    }

    @Test
    void from_headsInAnyOrder_givesTheSameRecord() {
        FaceObservation original = SampleResults.observation();
        List<HeadResult> reversed = new ArrayList<>(original.heads());
        Collections.reverse(reversed);
        FaceObservation other = new FaceObservation(
                original.id(),
                original.stream(),
                original.segment(),
                original.frame(),
                original.ptsUs(),
                original.captureTimeUs(),
                original.bundle(),
                original.track(),
                original.faceIndex(),
                original.box(),
                original.points(),
                original.score(),
                original.quality(),
                reversed);

        assertThat(ObservationRecord.from(other))
                .usingRecursiveComparison()
                .isEqualTo(ObservationRecord.from(original));
    }

    @Test
    void toDomain_trackAndSummary_giveTheOriginals() {
        assertThat(StreamSummaryRecord.from(SampleResults.summary()).toDomain()).isEqualTo(SampleResults.summary());
        assertThat(TrackRecord.from(SampleResults.neverAnalysedTrack()).toDomain())
                .isEqualTo(SampleResults.neverAnalysedTrack());
        assertThat(TrackRecord.from(SampleResults.track()).toDomain().heads())
                .usingRecursiveComparison()
                .isEqualTo(SampleResults.track().heads());
    }

    @Test
    void toDomain_deadLetter_givesTheUntouchedInput() {
        byte[] value = new byte[1000];
        new Random(7).nextBytes(value);
        DeadLetter letter = SampleResults.deadLetter(value);

        DeadLetterRecord record = DeadLetterRecord.from(letter);

        assertThat(record.toDomain()).usingRecursiveComparison().isEqualTo(letter);
        assertThat(record.headers())
                .isEqualTo(Map.of(
                        "facet-stream", "door", "trace", "base64:AP8K", "odd", "base64:YmFzZTY0OmRvb3I=", "empty", ""));
    }

    @Test
    void shortened_deadLetter_keepsItsSizeAndPlace() {
        DeadLetterRecord record =
                DeadLetterRecord.from(SampleResults.deadLetter(new byte[5])).shortened();

        assertThat(record.value()).isNull();
        assertThat(record.valueBytes()).isEqualTo(5);
        assertThat(record.toDomain().input().offset()).isEqualTo(42);
        assertThat(record.toDomain().input().value()).isEmpty();
    }

    @Test
    void from_maskOfTwoHundredPixels_isAnIndexedPngAnyViewerOpens() throws IOException {
        int size = 200;
        byte[] mask = new byte[size * size];
        new Random(3).nextBytes(mask);
        List<String> named =
                IntStream.range(0, 256).mapToObj(index -> "class-" + index).toList();

        ParsingColumn column =
                ParsingColumn.from(new HeadResult.Parsing(named, size, mask, new CropTransform(1, 0, 0, 0)));

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(column.mask()));
        assertThat(image.getColorModel()).isInstanceOf(IndexColorModel.class);
        assertThat(image.getRaster().getSample(17, 5, 0)).isEqualTo(Byte.toUnsignedInt(mask[5 * size + 17]));
        assertThat(MaskPng.decode(column.mask(), size)).isEqualTo(mask);
        assertThat(column.shares().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isBetween(0.999, 1.001);
    }

    @Test
    void from_maskWithAClassThatHasNoLabel_isRefused() {
        HeadResult.Parsing parsing =
                new HeadResult.Parsing(List.of("background"), 1, new byte[] {3}, new CropTransform(1, 0, 0, 0));

        assertThatThrownBy(() -> ParsingColumn.from(parsing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mask of 1 classes holds class 3");
    }

    @Test
    void toDomain_maskOfAnotherSize_saysExpectedAndFound() {
        ParsingColumn column = ParsingColumn.from(SampleResults.parsing());
        ParsingColumn wrong = new ParsingColumn(column.labels(), 5, column.mask(), column.transform(), column.shares());
        ParsingColumn noise = new ParsingColumn(column.labels(), 4, new byte[20], column.transform(), column.shares());

        assertThatThrownBy(wrong::toDomain)
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("expected a mask as indexed PNG of 5x5");
        assertThatThrownBy(noise::toDomain)
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("20 bytes of something else");
    }

    @ParameterizedTest
    @CsvSource({"1.00049, 1.0", "1.0006, 1.001", "-0.0001, 0.0", "12345.6789, 12345.679", "NaN, NaN"})
    void coordinate_anyValue_roundsToThreeDecimals(double value, Double expected) {
        assertThat(Decimals.coordinate(value)).isEqualTo(expected);
        assertThat(Double.toString(Decimals.coordinate(value))).doesNotStartWith("-0.0");
    }
}
