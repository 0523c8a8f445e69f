package io.facet.training.data.composite;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.composite.FaceComposites.Composite;
import io.facet.training.data.faces.PiecewiseWarp;
import io.facet.training.data.faces.WarpPoints;
import io.facet.vision.landmark.LandmarkScheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FaceCompositesTest {
    private static final int SIDE = 96;
    private static final int PEOPLE = FaceComposites.LEAST_PEOPLE;
    private static final int NOSE = 30;

    @TempDir
    Path folder;

    @Test
    void all_ofFacesInDifferentPlaces_isAsSharpAsOneOfThem() {
        List<Composite> composites = composites(people(PeopleGroup.ALL, PEOPLE));

        assertThat(composites)
                .extracting(Composite::name)
                .containsExactlyElementsOf(
                        PeopleGroup.ALL.stream().map(PeopleGroup::name).toList());
        Composite first = composites.get(0);
        assertThat(first.pictures()).isEqualTo(PEOPLE);
        // Each face has a dark nose of 6 px, and stands up to 5 px from the others.
        int x = Math.round(first.landmarks()[2 * NOSE]);
        int y = Math.round(first.landmarks()[2 * NOSE + 1]);
        assertThat(red(first.image(), x, y)).isLessThan(40);
        assertThat(red(first.image(), x + 8, y)).isGreaterThan(170);
    }

    @Test
    void all_landmarks_areTheSameToTheLeftAndToTheRight() {
        float[] landmarks = composites(people(PeopleGroup.ALL, PEOPLE)).get(0).landmarks();

        float[] mirrored = LandmarkScheme.IBUG_68.mirrored(landmarks, SIDE);
        for (int i = 0; i < landmarks.length; i++) {
            assertThat(landmarks[i]).isCloseTo(mirrored[i], within(1e-3f));
        }
    }

    @Test
    void all_ofAGroupThatIsTooSmall_saysWhichAndHowMany() {
        List<Sample> people = people(PeopleGroup.ALL.subList(0, 7), PEOPLE);

        assertThatThrownBy(() -> composites(people))
                .isInstanceOf(UserError.class)
                .hasMessage("expected at least 30 faces of female-indian-20-39 with a teacher's landmarks, found 0");
    }

    @Test
    void new_ofFewerPeopleThanAreAnonymous_isRefused() {
        assertThatThrownBy(() -> new FaceComposites(new ListSource(List.of()), Optional.empty(), PEOPLE - 1))
                .hasMessage("expected at least 30 people in a composite, found 29");
    }

    @Test
    void onto_pointsOfThePictureItself_leavesItAsItIs() {
        Sample sample = person(PeopleGroup.ALL.get(0), 3);
        WarpPoints points = points(sample);
        double[] sum = new double[SIDE * SIDE * 3];

        PiecewiseWarp.onto(points, SIDE).add(sample.image(), points, sum);

        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isCloseTo(Byte.toUnsignedInt(sample.image().pixels()[i]), within(1e-6));
        }
    }

    @Test
    void write_ofComposites_cutsOutWhatIsSeenAndMovesThePointsAlong() throws Exception {
        List<Composite> composites = composites(people(PeopleGroup.ALL, PEOPLE));

        CompositeFiles.write(composites, folder.resolve("first"));
        CompositeFiles.write(composites, folder.resolve("second"));

        JsonNode face = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("first").resolve(CompositeFiles.INDEX).toFile())
                .at("/faces/0");
        String file = face.get("file").asText();
        BufferedImage image = ImageIO.read(folder.resolve("first").resolve(file).toFile());
        assertThat(image.getWidth()).isLessThan(SIDE);
        assertThat(image.getRGB(0, 0) >>> 24).as("alpha in the corner").isZero();
        JsonNode nose = face.at("/points/2");
        int at = image.getRGB(nose.get(0).asInt(), nose.get(1).asInt());
        assertThat(at >>> 24).as("alpha on the nose").isEqualTo(255);
        assertThat(at >> 16 & 0xFF).as("the nose is dark").isLessThan(40);
        assertThat(face.get("landmarks")).hasSize(LandmarkScheme.IBUG_68.count());
        for (String name : List.of(file, CompositeFiles.INDEX)) {
            assertThat(Files.readAllBytes(folder.resolve("second").resolve(name)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("first").resolve(name)));
        }
    }

    private static List<Composite> composites(List<Sample> people) {
        return new FaceComposites(new ListSource(people), Optional.empty(), PEOPLE).all(done -> {});
    }

    private static List<Sample> people(List<PeopleGroup> groups, int each) {
        List<Sample> people = new ArrayList<>();
        for (PeopleGroup group : groups) {
            for (int i = 0; i < each; i++) {
                people.add(person(group, i));
            }
        }
        return people;
    }

    /** A light face with a dark nose; both stand a little elsewhere in each picture. */
    private static Sample person(PeopleGroup group, int number) {
        double dx = number % 11 - 5;
        double dy = number % 7 - 3;
        float[] landmarks = landmarks(dx, dy);
        byte[] pixels = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double fromNose = Math.hypot(x + 0.5 - landmarks[2 * NOSE], y + 0.5 - landmarks[2 * NOSE + 1]);
                byte value = (byte) (fromNose < 3 ? 10 : 200);
                for (int c = 0; c < 3; c++) {
                    pixels[(y * SIDE + x) * 3 + c] = value;
                }
            }
        }
        Map<String, Double> labels = Map.of(
                FaceLabels.GENDER, (double) FaceLabels.GENDERS.indexOf(group.gender()),
                FaceLabels.RACE, (double) FaceLabels.RACES.indexOf(group.race()),
                FaceLabels.AGE, (double) group.fromAge());
        Targets targets = new Targets(null, null, Map.of(Targets.TEACHER_LANDMARKS, landmarks));
        return new Sample(group.name() + number, new RgbImage(SIDE, SIDE, pixels), List.of(), labels, targets);
    }

    private static float[] landmarks(double dx, double dy) {
        float[] landmarks = new float[2 * LandmarkScheme.IBUG_68.count()];
        for (int i = 0; i < LandmarkScheme.IBUG_68.count(); i++) {
            double x = 48;
            double y = 58;
            if (i < 17) {
                double angle = Math.PI * (1 - i / 16.0);
                x = 48 + 26 * Math.cos(angle);
                y = 44 + 34 * Math.sin(angle);
            } else if (i < 27) {
                x = 28 + (i - 17) * 40 / 9.0;
                y = 36;
            } else if (i != NOSE) {
                // Around the nose, two by two.
                int side = LandmarkScheme.IBUG_68.mirror().get(i) == i
                        ? 0
                        : LandmarkScheme.IBUG_68.mirror().get(i) > i ? -1 : 1;
                x = 48 + side * (6 + i % 5);
                y = 44 + Math.min(i, LandmarkScheme.IBUG_68.mirror().get(i)) * 0.5;
            }
            landmarks[2 * i] = (float) (x + dx);
            landmarks[2 * i + 1] = (float) (y + dy);
        }
        return landmarks;
    }

    private static WarpPoints points(Sample sample) {
        return WarpPoints.of(sample.targets().vectors().get(Targets.TEACHER_LANDMARKS), SIDE);
    }

    private static int red(RgbImage image, int x, int y) {
        return Byte.toUnsignedInt(image.pixels()[(y * image.width() + x) * 3]);
    }

    /** Samples that are in memory. */
    private record ListSource(List<Sample> samples) implements SampleSource {
        @Override
        public int size() {
            return samples.size();
        }

        @Override
        public String key(int index) {
            return samples.get(index).key();
        }

        @Override
        public Sample read(int index) {
            return samples.get(index);
        }

        @Override
        public String fingerprint() {
            return "in memory";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
