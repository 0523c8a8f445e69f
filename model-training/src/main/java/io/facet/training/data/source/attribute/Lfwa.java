package io.facet.training.data.source.attribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.matlab.MatlabArray;
import io.facet.training.data.source.matlab.MatlabFile;

/**
 * LFW with 40 attributes. {@code lfw_att_40.mat} has cells {@code AttrName} and {@code name} (person\person_0001.jpg) and
 * {@code label}, a row of 40 for each picture; {@code indices_train_test.mat} has {@code indices_img_train} and
 * {@code indices_img_test}, from 1.
 */
public final class Lfwa implements ListedSet {
    private static final String ATTRIBUTES = "lfw_att_40.mat";
    private static final String INDICES = "indices_train_test.mat";
    private static final int COUNT = FaceLabels.ATTRIBUTES.size();

    @Override
    public Kind kind() {
        return Kind.LFWA;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "LFWA",
                "Liu et al., \"Deep Learning Face Attributes in the Wild\", 2015",
                "lfw/person/person_0001.jpg, " + ATTRIBUTES + ", " + INDICES,
                List.of(new Part("train", 6263), new Part("test", 6880)),
                FortyAttributes.names(),
                SetCard.FARL_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        double[] chosen = indices(files, part);
        try (MatlabFile table =
                MatlabFile.open(files, files.require(ATTRIBUTES, "AttrName, label and name of 40 attributes"))) {
            MatlabArray labels = table.array("label");
            int pictures = table.cells("name");
            int[] order = order(files, table);
            if (labels.rows() != pictures || labels.columns() != COUNT) {
                throw new UserError("%s/%s: expected %d labels for each of %d pictures, found %d for each of %d"
                        .formatted(files.where(), ATTRIBUTES, COUNT, pictures, labels.columns(), labels.rows()));
            }
            List<Listed> samples = new ArrayList<>();
            for (double number : chosen) {
                int row = (int) number - 1;
                if (row < 0 || row >= pictures) {
                    throw new UserError("%s/%s: expected numbers from 1 to %d, found %d"
                            .formatted(files.where(), INDICES, pictures, row + 1));
                }
                samples.add(listed(files, table.cell("name", row).text(), values(labels, row, order)));
            }
            return samples;
        }
    }

    private static double[] indices(SetFiles files, String part) throws IOException {
        try (MatlabFile table =
                MatlabFile.open(files, files.require(INDICES, "indices_img_train and indices_img_test"))) {
            return table.array("indices_img_" + part).values();
        }
    }

    /** Column of each attribute. */
    private static int[] order(SetFiles files, MatlabFile table) {
        int[] order = new int[COUNT];
        Arrays.fill(order, -1);
        for (int i = 0; i < table.cells("AttrName"); i++) {
            int index = number(table.cell("AttrName", i).text());
            if (index >= 0) {
                order[index] = i;
            }
        }
        for (int i = 0; i < COUNT; i++) {
            if (order[i] < 0) {
                throw new UserError("%s/%s: expected an attribute %s in AttrName, found none"
                        .formatted(files.where(), ATTRIBUTES, FaceLabels.ATTRIBUTES.get(i)));
            }
        }
        return order;
    }

    private static int number(String name) {
        String plain = plain(name);
        for (int i = 0; i < COUNT; i++) {
            if (plain(FaceLabels.ATTRIBUTES.get(i)).equals(plain)) {
                return i;
            }
        }
        return -1;
    }

    /** The copies differ in case and in what is between the words. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static boolean[] values(MatlabArray labels, int row, int[] order) {
        boolean[] values = new boolean[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = labels.at(row, order[i]) > 0;
        }
        return values;
    }

    private static Listed listed(SetFiles files, String name, boolean[] values) {
        String path = name.strip().replace('\\', '/');
        Listed.Known known = Listed.Known.labels(FortyAttributes.labels(values));
        Listed sample = files.listed(List.of("lfw/" + path, path), () -> known);
        int slash = path.indexOf('/');
        return slash < 0 ? sample : sample.in(path.substring(0, slash));
    }
}
