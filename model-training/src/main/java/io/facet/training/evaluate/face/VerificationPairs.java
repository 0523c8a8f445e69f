package io.facet.training.evaluate.face;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.facet.domain.UserError;

/** Which pictures are compared. */
final class VerificationPairs {
    private static final int FOLDS = 10;

    private VerificationPairs() {}

    /**
     * Two pictures.
     *
     * @param one key of a picture
     * @param other key of another
     * @param same whether they show one person
     * @param fold of the cross-validation, 0-based
     */
    record Pair(String one, String other, boolean same, int fold) {}

    /**
     * A picture and who is on it.
     *
     * @param key of the picture
     * @param person number of the person
     */
    record Photo(String key, long person) {}

    /**
     * All pairs of one person and, in each fold, as many of two (or all there are). A person's pictures are in one fold
     * only, so no threshold is chosen on people it is then applied to; folds are filled so that they hold about as many
     * pairs.
     *
     * @param photos in any order
     * @param seed another one compares other persons
     */
    static List<Pair> made(List<Photo> photos, long seed) {
        Map<Long, List<String>> people = new TreeMap<>();
        photos.stream()
                .sorted(Comparator.comparing(Photo::key))
                .forEach(photo -> people.computeIfAbsent(photo.person(), id -> new ArrayList<>())
                        .add(photo.key()));
        List<Pair> pairs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        List<List<List<String>>> folds = folds(people.values());
        for (int fold = 0; fold < folds.size(); fold++) {
            int same = pairs.size();
            for (List<String> person : folds.get(fold)) {
                addSame(person, fold, pairs);
            }
            addDifferent(folds.get(fold), fold, pairs.size() - same, random, pairs);
        }
        return pairs;
    }

    /** People with the most pairs first, each into the fold with the fewest. */
    private static List<List<List<String>>> folds(Iterable<List<String>> people) {
        List<List<String>> sorted = new ArrayList<>();
        people.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt((List<String> person) -> person.size())
                .reversed()
                .thenComparing(person -> person.get(0)));
        List<List<List<String>>> folds = new ArrayList<>();
        for (int i = 0; i < FOLDS; i++) {
            folds.add(new ArrayList<>());
        }
        int[] pairs = new int[FOLDS];
        for (List<String> person : sorted) {
            int least = 0;
            for (int i = 1; i < FOLDS; i++) {
                least = pairs[i] < pairs[least] ? i : least;
            }
            folds.get(least).add(person);
            // At least one, or people with one picture would all be in one fold.
            pairs[least] += Math.max(1, person.size() * (person.size() - 1) / 2);
        }
        return folds;
    }

    private static void addSame(List<String> person, int fold, List<Pair> pairs) {
        for (int i = 0; i < person.size(); i++) {
            for (int j = i + 1; j < person.size(); j++) {
                pairs.add(new Pair(person.get(i), person.get(j), true, fold));
            }
        }
    }

    private static void addDifferent(
            List<List<String>> people, int fold, int count, SplittableRandom random, List<Pair> pairs) {
        List<String> photos = people.stream().flatMap(List::stream).toList();
        int[] personOf = new int[photos.size()];
        for (int person = 0, at = 0; person < people.size(); person++) {
            for (int i = 0; i < people.get(person).size(); i++) {
                personOf[at++] = person;
            }
        }
        long there = (long) photos.size() * (photos.size() - 1) / 2
                - people.stream()
                        .mapToLong(person -> (long) person.size() * (person.size() - 1) / 2)
                        .sum();
        Set<Long> chosen = new LinkedHashSet<>();
        while (chosen.size() < Math.min(count, there)) {
            int one = random.nextInt(photos.size());
            int other = random.nextInt(photos.size());
            if (personOf[one] != personOf[other]
                    && chosen.add((long) Math.min(one, other) * photos.size() + Math.max(one, other))) {
                pairs.add(new Pair(photos.get(one), photos.get(other), false, fold));
            }
        }
    }

    /**
     * The pairs of LFW's {@code pairs.txt}: folds and pairs of each sort in the first line, then lines
     * {@code name i j} (one person) and {@code name i name j} (two), a fold after the other.
     *
     * @param keys of the pictures there are; a picture is meant by the end of its key, {@code name/name_0001.jpg}
     * @throws UserError if the file is not so, or a picture is missing
     */
    static List<Pair> read(Path file, List<String> keys) {
        Map<String, String> byName = new HashMap<>();
        keys.forEach(key -> byName.put(stem(key), key));
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            int perFold = 2 * Integer.parseInt(lines.get(0).strip().split("\\s+")[1]);
            List<Pair> pairs = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (!line.isBlank()) {
                    pairs.add(pair(line.strip().split("\\s+"), pairs.size() / perFold, byName));
                }
            }
            return pairs;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new UserError(
                    file + ": expected a line 'folds pairs', then lines 'name i j' or 'name i name j'; found another", e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Pair pair(String[] fields, int fold, Map<String, String> byName) {
        boolean same = fields.length == 3;
        String one = picture(fields[0], fields[1], byName);
        String other = same ? picture(fields[0], fields[2], byName) : picture(fields[2], fields[3], byName);
        return new Pair(one, other, same, fold);
    }

    private static String picture(String name, String number, Map<String, String> byName) {
        String stem = "%s_%04d".formatted(name, Integer.parseInt(number));
        String key = byName.get(stem);
        if (key == null) {
            throw new UserError("pairs: expected a picture %s/%s in the set, found none".formatted(name, stem));
        }
        return key;
    }

    private static String stem(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
