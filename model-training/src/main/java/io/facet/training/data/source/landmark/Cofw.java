package io.facet.training.data.source.landmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.PublishedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;
import io.facet.training.data.source.matlab.MatlabArray;
import io.facet.training.data.source.matlab.MatlabFile;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * COFW in colour: pictures and labels in one MATLAB file for each part. {@code IsTr} has the pictures, colour or grey, in
 * cells; {@code phisTr} a row for each of 29 x, 29 y and 29 marks of points that are hidden; {@code bboxesTr} left, top,
 * width and height; those of the test end in {@code T}.
 */
public final class Cofw implements PublishedSet {
    private static final int POINTS = LandmarkScheme.COFW_29.count();

    @Override
    public Kind kind() {
        return Kind.COFW;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "COFW",
                "Burgos-Artizzu et al., \"Robust Face Landmark Estimation under Occlusion\", 2013",
                "COFW_train_color.mat, COFW_test_color.mat",
                List.of(new Part("train", 1345), new Part("test", 507)),
                List.of(LandmarkScheme.COFW_29.name(), Points.BOX, Points.VISIBLE),
                SetCard.FARL_ALIGNMENT);
    }

    @Override
    public SampleSource open(SetFiles files, String part) {
        boolean train = part.equals("train");
        String suffix = train ? "Tr" : "T";
        StoredFile file = files.require(
                "COFW_%s_color.mat".formatted(part), "Is%s, phis%s and bboxes%s".formatted(suffix, suffix, suffix));
        MatlabFile variables;
        try {
            variables = MatlabFile.open(files, file);
        } catch (IOException e) {
            throw new UserError("data set %s: cannot be read: %s".formatted(files.where(), e.getMessage()), e);
        }
        try {
            return new Source(files, file, variables, suffix);
        } catch (RuntimeException e) {
            variables.close();
            throw e;
        }
    }

    /** Pictures out of the cells of a MATLAB file. Owns it: {@link #close} closes it. */
    private static final class Source implements SampleSource {
        private final SetFiles files;
        private final StoredFile file;
        private final MatlabFile variables;
        private final String pictures;
        private final MatlabArray points;
        private final MatlabArray boxes;

        Source(SetFiles files, StoredFile file, MatlabFile variables, String suffix) {
            this.files = files;
            this.file = file;
            this.variables = variables;
            this.pictures = "Is" + suffix;
            this.points = variables.array("phis" + suffix);
            this.boxes = variables.array("bboxes" + suffix);
            int faces = variables.cells(pictures);
            if (faces == 0 || points.rows() != faces || points.columns() != 3 * POINTS || boxes.rows() != faces) {
                throw new UserError("%s/%s: expected a row of %d numbers for each of %d pictures, found %d rows of %d"
                        .formatted(files.where(), file.name(), 3 * POINTS, faces, points.rows(), points.columns()));
            }
        }

        @Override
        public int size() {
            return points.rows();
        }

        @Override
        public String key(int index) {
            return files.key(file) + "#" + (index + 1);
        }

        @Override
        public Sample read(int index) throws UnreadableSampleException {
            float[] landmarks = new float[2 * POINTS];
            float[] visible = new float[POINTS];
            for (int i = 0; i < POINTS; i++) {
                landmarks[2 * i] = (float) (points.at(index, i) - Fields.FROM_ONE);
                landmarks[2 * i + 1] = (float) (points.at(index, POINTS + i) - Fields.FROM_ONE);
                visible[i] = points.at(index, 2 * POINTS + i) > 0 ? 0 : 1;
            }
            float[] box = new float[4];
            for (int i = 0; i < box.length; i++) {
                box[i] = (float) boxes.at(index, i);
            }
            Targets targets = new Targets(landmarks, null, Map.of(Points.BOX, box, Points.VISIBLE, visible));
            return new Sample(key(index), picture(index), List.of(), Map.of(), targets);
        }

        private RgbImage picture(int index) throws UnreadableSampleException {
            MatlabArray picture;
            try {
                picture = variables.cell(pictures, index);
            } catch (RuntimeException e) {
                throw new UnreadableSampleException(key(index), "picture cannot be read: " + e.getMessage(), e);
            }
            int[] dims = picture.dims();
            int channels = dims.length == 2 ? 1 : dims[2];
            if (dims.length > 3 || (channels != 1 && channels != 3) || picture.values().length == 0) {
                throw new UnreadableSampleException(
                        key(index), "expected height, width and 1 or 3 colours, found " + shape(dims));
            }
            return rgb(picture, dims[0], dims[1], channels);
        }

        private static List<Integer> shape(int[] dims) {
            List<Integer> shape = new ArrayList<>();
            for (int dim : dims) {
                shape.add(dim);
            }
            return shape;
        }

        private static RgbImage rgb(MatlabArray picture, int height, int width, int channels) {
            byte[] pixels = new byte[3 * width * height];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < 3; c++) {
                        int column = channels == 1 ? x : c * width + x;
                        pixels[3 * (y * width + x) + c] = (byte) picture.at(y, column);
                    }
                }
            }
            return new RgbImage(width, height, pixels);
        }

        @Override
        public String fingerprint() {
            return new Sha256().add(file.name()).add(file.size()).add(size()).hex();
        }

        @Override
        public void close() {
            variables.close();
            files.close();
        }
    }
}
