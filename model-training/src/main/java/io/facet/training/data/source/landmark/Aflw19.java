package io.facet.training.data.source.landmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.Targets;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;
import io.facet.training.data.source.matlab.MatlabArray;
import io.facet.training.data.source.matlab.MatlabFile;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * AFLW with 19 points. The table's variables, a row for each of 24,386 faces: {@code nameList}, {@code data} (19 x, then 19
 * y), {@code mask_new} (1 for points that are seen), {@code bbox} (left, right, top, bottom), {@code ra} (an order whose
 * first 20,000 are the training part). The frontal subset of the test are the faces of which every point is seen.
 */
public final class Aflw19 implements ListedSet {
    private static final String TABLE = "AFLWinfo_release.mat";
    private static final int POINTS = LandmarkScheme.AFLW_19.count();
    /** A copy with fewer faces is divided in the same proportion. */
    private static final int TRAINING = 20_000;

    private static final int FACES = 24_386;

    @Override
    public Kind kind() {
        return Kind.AFLW19;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "AFLW-19",
                "Zhu et al., \"Unconstrained Face Alignment via Cascaded Compositional Learning\", 2016",
                TABLE + ", data/flickr/0, data/flickr/2, data/flickr/3",
                List.of(new Part("train", TRAINING), new Part("test", FACES - TRAINING), new Part("frontal", 1314)),
                List.of(LandmarkScheme.AFLW_19.name(), Points.BOX, Points.VISIBLE),
                SetCard.FARL_ALIGNMENT);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        StoredFile table = files.require(TABLE, "bbox, data, mask_new, nameList and ra");
        try (MatlabFile variables = MatlabFile.open(files, table)) {
            return new Faces(files, variables).list(part);
        }
    }

    /** The rows of the table. */
    private static final class Faces {
        private final SetFiles files;
        private final MatlabFile variables;
        private final MatlabArray points;
        private final MatlabArray visible;
        private final MatlabArray boxes;
        private final MatlabArray order;

        Faces(SetFiles files, MatlabFile variables) {
            this.files = files;
            this.variables = variables;
            this.points = variables.array("data");
            this.visible = variables.array("mask_new");
            this.boxes = variables.array("bbox");
            this.order = variables.array("ra");
            int faces = points.rows();
            boolean whole = points.columns() == 2 * POINTS
                    && visible.rows() == faces
                    && visible.columns() == POINTS
                    && boxes.rows() == faces
                    && boxes.columns() == 4
                    && order.values().length == faces
                    && variables.cells("nameList") == faces;
            if (!whole) {
                throw new UserError("%s/%s: expected as many rows of %d points, %d marks and 4 sides, found others"
                        .formatted(files.where(), TABLE, POINTS, POINTS));
            }
        }

        List<Listed> list(String part) {
            int faces = points.rows();
            // A smaller copy is divided in the same proportion.
            int training = (int) ((long) faces * TRAINING / FACES);
            boolean train = part.equals("train");
            List<Listed> samples = new ArrayList<>();
            for (int i = train ? 0 : training; i < (train ? training : faces); i++) {
                int row = (int) order.values()[i] - 1;
                if (row < 0 || row >= faces) {
                    throw new UserError("%s/%s: expected ra to have numbers 1 to %d, found %d"
                            .formatted(files.where(), TABLE, faces, row + 1));
                }
                if (!part.equals("frontal") || isFrontal(row)) {
                    samples.add(listed(row));
                }
            }
            return samples;
        }

        private boolean isFrontal(int row) {
            for (int i = 0; i < POINTS; i++) {
                if (visible.at(row, i) != 1) {
                    return false;
                }
            }
            return true;
        }

        private Listed listed(int row) {
            String picture = "flickr/" + variables.cell("nameList", row).text().strip();
            float[] landmarks = new float[2 * POINTS];
            float[] seen = new float[POINTS];
            for (int i = 0; i < POINTS; i++) {
                landmarks[2 * i] = (float) (points.at(row, i) - Fields.FROM_ZERO);
                landmarks[2 * i + 1] = (float) (points.at(row, POINTS + i) - Fields.FROM_ZERO);
                seen[i] = visible.at(row, i) == 1 ? 1 : 0;
            }
            float left = (float) boxes.at(row, 0);
            float top = (float) boxes.at(row, 2);
            float[] box = {left, top, (float) boxes.at(row, 1) - left, (float) boxes.at(row, 3) - top};
            Targets targets = new Targets(landmarks, null, Map.of(Points.BOX, box, Points.VISIBLE, seen));
            Listed.Known known = Listed.Known.targets(targets);
            return files.listed(List.of(picture), () -> known).numbered(row + 1);
        }
    }
}
