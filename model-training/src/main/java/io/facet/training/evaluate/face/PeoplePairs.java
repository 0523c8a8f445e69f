package io.facet.training.evaluate.face;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Which pictures of a set of people are compared, where it has no list of pairs. */
final class PeoplePairs {
    private static final int FOLDS = 10;

    private PeoplePairs() {}

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
}
