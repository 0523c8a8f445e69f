package io.facet.training.data.source.landmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * WFLW. A line of its lists has 98 points, the face's box (left, top, right, bottom), six marks and the picture's path; a
 * picture may be on several lines. The subsets of the test are its lines with a mark.
 */
public final class Wflw implements ListedSet {
    private static final int POINTS = LandmarkScheme.WFLW_98.count();
    private static final int BOX = 2 * POINTS;
    private static final int MARKS = BOX + 4;
    private static final int PICTURE = MARKS + 6;
    /** The marks in their order on the line. */
    private static final List<String> SUBSETS =
            List.of("pose", "expression", "illumination", "makeup", "occlusion", "blur");

    private static final List<Integer> COUNTS = List.of(326, 314, 698, 206, 736, 773);

    @Override
    public Kind kind() {
        return Kind.WFLW;
    }

    @Override
    public SetCard card() {
        List<Part> parts = new ArrayList<>(List.of(new Part("train", 7500), new Part("test", 2500)));
        for (int i = 0; i < SUBSETS.size(); i++) {
            parts.add(new Part(SUBSETS.get(i), COUNTS.get(i)));
        }
        return new SetCard(
                "WFLW",
                "Wu et al., \"Look at Boundary: A Boundary-Aware Face Alignment Algorithm\", 2018",
                "WFLW_images, WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt and …_test.txt",
                parts,
                List.of(LandmarkScheme.WFLW_98.name(), Points.BOX),
                SetCard.FARL_ALIGNMENT);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        String list = "list_98pt_rect_attr_%s.txt".formatted(part.equals("train") ? "train" : "test");
        StoredFile file = files.require(list, "98 points, a box, 6 marks and a picture on each line");
        int mark = SUBSETS.indexOf(part);
        List<Listed> samples = new ArrayList<>();
        int number = 0;
        for (String line : files.lines(file)) {
            number++;
            String[] fields = line.split("\\s+");
            if (mark < 0 || fields.length > MARKS + mark && fields[MARKS + mark].equals("1")) {
                samples.add(listed(files, list, number, fields));
            }
        }
        return samples;
    }

    private static Listed listed(SetFiles files, String list, int line, String[] fields) {
        String picture = "WFLW_images/" + fields[fields.length - 1];
        Listed.Truth truth = () -> known(list + " line " + line, fields);
        return files.listed(List.of(picture), truth).numbered(line);
    }

    private static Listed.Known known(String key, String[] fields) throws UnreadableSampleException {
        if (fields.length != PICTURE + 1) {
            throw new UnreadableSampleException(
                    key, "expected %d fields, found %d".formatted(PICTURE + 1, fields.length));
        }
        float[] points = Fields.points(key, fields, 0, POINTS, Fields.FROM_ZERO);
        float[] corners = Fields.points(key, fields, BOX, 2, 0);
        float[] box = {corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]};
        return Listed.Known.targets(new Targets(points, null, Map.of(Points.BOX, box)));
    }
}
