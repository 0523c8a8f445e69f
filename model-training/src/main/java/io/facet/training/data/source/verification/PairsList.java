package io.facet.training.data.source.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.data.Targets;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.verification.VerificationPairs.Pair;

/**
 * The list of Labeled Faces in the Wild, view 2: a line with the number of folds and of pairs of each kind in a fold; then
 * for each fold pairs of one person (name, two numbers) and as many of two (name, number, name, number).
 */
final class PairsList {
    private static final String LIST = "pairs.txt";

    private final SetFiles files;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Listed> pictures = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    private PairsList(SetFiles files) {
        this.files = files;
    }

    static VerificationPairs open(Path folder) {
        SetFiles files = SetFiles.open(folder, Optional.empty());
        try {
            PairsList list = new PairsList(files);
            list.read(files.lines(files.require(LIST, "10 folds of pairs")));
            return new VerificationPairs("lfw", files.source(list.pictures), list.pairs);
        } catch (IOException e) {
            files.close();
            throw new UserError("data set %s: cannot be read: %s".formatted(folder, e.getMessage()), e);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private void read(List<String> lines) {
        String[] head = lines.isEmpty() ? new String[0] : lines.get(0).split("\\s+");
        if (head.length != 2
                || !head[0].equals(String.valueOf(VerificationPairs.FOLDS))
                || !head[1].matches("\\d{1,6}")
                || lines.size() - 1 != 2 * VerificationPairs.FOLDS * Integer.parseInt(head[1])) {
            throw new UserError("%s/%s: expected 10, a number n, and 10 times 2n pairs, found %d lines under %s"
                    .formatted(files.where(), LIST, Math.max(0, lines.size() - 1), String.join(" ", head)));
        }
        int inFold = 2 * Integer.parseInt(head[1]);
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\\s+");
            boolean same = fields.length == 3;
            if (!same && fields.length != 4) {
                throw new UserError("%s/%s, line %d: expected name n n, or name n name n, found %s"
                        .formatted(files.where(), LIST, i + 1, lines.get(i)));
            }
            int first = picture(i, fields[0], fields[1]);
            int second = picture(i, same ? fields[0] : fields[2], same ? fields[2] : fields[3]);
            pairs.add(new Pair(first, second, same, (i - 1) / inFold));
        }
    }

    private int picture(int line, String person, String number) {
        if (!number.matches("\\d{1,4}")) {
            throw new UserError("%s/%s, line %d: expected a picture's number, found %s"
                    .formatted(files.where(), LIST, line + 1, number));
        }
        String path = "%s/%s_%04d.jpg".formatted(person, person, Integer.parseInt(number));
        return numbers.computeIfAbsent(path, place -> {
            pictures.add(files.listed(List.of(place, place.replace(".jpg", ".png")), PairsList::nothing)
                    .in(person));
            return pictures.size() - 1;
        });
    }

    private static Listed.Known nothing() {
        return Listed.Known.targets(Targets.NONE);
    }
}
