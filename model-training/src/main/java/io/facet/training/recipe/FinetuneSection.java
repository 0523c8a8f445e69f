package io.facet.training.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.facet.training.data.DataSpec;
import io.facet.training.finetune.FaceAugmentation;
import io.facet.training.finetune.Feeds;
import io.facet.training.finetune.MultiTaskObjective;
import io.facet.training.finetune.Task;
import io.facet.training.finetune.TrainedPart;
import io.facet.training.network.head.HeadSettings;

/**
 * Fine-tuning of an encoder for several tasks together (Faceptor §3.4), or for one (FaRL §4).
 *
 * @param layout of the encoder; default clip, which FaRL's and ours have
 * @param train what is trained; default all
 * @param heads by name; what several tasks name is one network
 * @param tasks by name
 * @param sets data sets by name, each a part of every batch
 * @param augmentation of all sets, but for what a set's own says; default none
 * @param fraction of each set's samples that is used, by hash of their keys, the same ones each time; default 1, all
 * @param onlyLayer number of the block whose features heads read in place of all others (FaRL supplement §3); null: each
 *     its own
 */
public record FinetuneSection(
        Layout layout,
        TrainedPart train,
        Map<String, HeadSettings> heads,
        Map<String, Task> tasks,
        Map<String, FaceSet> sets,
        FaceAugmentation augmentation,
        Double fraction,
        Integer onlyLayer) {
    /** How an encoder is laid out. */
    public enum Layout {
        /** QuickGELU, a norm before the first block. */
        CLIP,
        /** GELU, a bias in the patch embedding. */
        MAE
    }

    public FinetuneSection {
        layout = Sections.or(layout, Layout.CLIP);
        train = Sections.or(train, TrainedPart.ALL);
        heads = ordered("finetune.heads", heads);
        tasks = ordered("finetune.tasks", tasks);
        sets = ordered("finetune.sets", sets);
        augmentation = Sections.or(augmentation, FaceAugmentation.none()).completed();
        fraction = Sections.or(fraction, 1.0);
        Sections.require(fraction > 0 && fraction <= 1, "fraction", "above 0 and at most 1", fraction);
        for (Map.Entry<String, FaceSet> set : sets.entrySet()) {
            requireKnown(set.getKey(), set.getValue().tasks(), tasks);
            requireKnown(set.getKey(), set.getValue().teacher(), tasks);
            requireTrue(set.getKey(), set.getValue(), tasks, augmentation);
        }
        requireTaught(tasks, sets);
    }

    private static <V> Map<String, V> ordered(String key, Map<String, V> given) {
        Sections.require(given != null && !given.isEmpty(), key, "one or more", given);
        return Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    private static void requireKnown(String set, Map<String, Double> named, Map<String, Task> tasks) {
        for (String task : named.keySet()) {
            Sections.require(tasks.containsKey(task), "set " + set, "tasks out of " + tasks.keySet(), task);
        }
    }

    /** What is shown must be what the set's labels speak of, normalised as the one encoder reads it. */
    private static void requireTrue(String name, FaceSet set, Map<String, Task> tasks, FaceAugmentation all) {
        FaceAugmentation own = set.augmentation(all);
        Sections.require(
                own.mean().equals(all.mean()) && own.std().equals(all.std()),
                "set " + name,
                "mean and std of finetune.augmentation, for one encoder reads all sets",
                own.mean() + " and " + own.std());
        for (String task : set.taught()) {
            Sections.require(
                    !(own.losesPlaces() && tasks.get(task).hasPlaces()),
                    "set " + name,
                    "augmentation.geometric false, for what " + task + " learns does not follow RandAugment",
                    own.geometric());
            Sections.require(
                    !tasks.get(task).ratesPictures() || own.damage().isEmpty(),
                    "set " + name,
                    "an augmentation that hides nothing, for " + task + " tells how well a face can be seen",
                    String.join(", ", own.damage()));
        }
    }

    /** A task that nothing teaches would have a loss of 0, and an untrained head in the bundle. */
    private static void requireTaught(Map<String, Task> tasks, Map<String, FaceSet> sets) {
        tasks.forEach((name, task) -> {
            boolean labelled = task.learnsFromLabels()
                    && sets.values().stream().anyMatch(set -> set.tasks().containsKey(name));
            boolean taught = task.learnsFromTeacher()
                    && sets.values().stream().anyMatch(set -> set.teacher().containsKey(name));
            Sections.require(labelled || taught, "task " + name, "a set that teaches it", "none");
        });
    }

    /**
     * A data set.
     *
     * @param data where it lies
     * @param batch its faces in a batch of one process (n of Faceptor's Table 2)
     * @param tasks that its annotations teach, with a factor on the weight of a face, usually 1
     * @param teacher tasks that a teacher's outputs teach where an annotation does not, with a factor
     * @param augmentation how its faces are varied, value by value in place of {@code finetune.augmentation}; default that. What
     *     hides faces is refused where they teach how well they can be seen
     */
    public record FaceSet(
            DataSpec data,
            Integer batch,
            Map<String, Double> tasks,
            Map<String, Double> teacher,
            FaceAugmentation augmentation) {
        public FaceSet {
            Sections.require("data of a set", data);
            Sections.require(batch != null && batch >= 1, "batch of a set", "1 or more", batch);
            tasks = Sections.or(tasks, Map.of());
            teacher = Sections.or(teacher, Map.of());
        }

        Feeds feeds() {
            return new Feeds(tasks, teacher);
        }

        /** Tasks that it teaches, by its annotations or a teacher's outputs. */
        private Set<String> taught() {
            Set<String> taught = new TreeSet<>(tasks.keySet());
            taught.addAll(teacher.keySet());
            return taught;
        }

        /** Its own values over those of all sets. */
        FaceAugmentation augmentation(FaceAugmentation all) {
            return augmentation == null ? all : augmentation.over(all);
        }
    }

    /** Faces in a batch of one process. */
    int batch() {
        return sets.values().stream().mapToInt(FaceSet::batch).sum();
    }

    /** What is minimised on an encoder. */
    MultiTaskObjective objective(Recipe recipe) {
        return new MultiTaskObjective(recipe.image(), recipe.encoder().checkpointed(), heads, tasks, train, onlyLayer);
    }
}
