package io.facet.training.evaluate.face;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.facet.training.evaluate.face.PeoplePairs.Pair;
import io.facet.training.evaluate.face.PeoplePairs.Photo;

import static org.assertj.core.api.Assertions.assertThat;

class PeoplePairsTest {

    @Test
    void made_ofPeople_holdsAllPairsOfOnePersonAndAsManyOfTwoInEachFold() {
        List<Photo> photos = photos(40);

        List<Pair> pairs = PeoplePairs.made(photos, 1);

        long expected = 0;
        for (int person = 0; person < 40; person++) {
            int size = 2 + person % 3;
            expected += (long) size * (size - 1) / 2;
        }
        assertThat(pairs.stream().filter(Pair::same)).hasSize((int) expected);
        for (int fold = 0; fold < 10; fold++) {
            int number = fold;
            assertThat(pairs.stream().filter(pair -> pair.fold() == number && !pair.same()))
                    .hasSameSizeAs(pairs.stream()
                            .filter(pair -> pair.fold() == number && pair.same())
                            .toList());
        }
        assertThat(pairs.stream().map(pair -> List.of(pair.one(), pair.other())))
                .doesNotHaveDuplicates();
    }

    @Test
    void made_person_isInOneFoldOnlyAndPairsSayWhoIsWho() {
        List<Photo> photos = photos(40);
        Map<String, Long> people = new HashMap<>();
        photos.forEach(photo -> people.put(photo.key(), photo.person()));
        Map<Long, Integer> folds = new HashMap<>();

        for (Pair pair : PeoplePairs.made(photos, 1)) {
            assertThat(people.get(pair.one()).equals(people.get(pair.other()))).isEqualTo(pair.same());
            for (String key : List.of(pair.one(), pair.other())) {
                assertThat(folds.merge(people.get(key), pair.fold(), (before, now) -> before.equals(now) ? now : -1))
                        .isNotNegative();
            }
        }
    }

    @Test
    void made_whateverTheOrder_isTheSame_andAnotherSeedComparesOthers() {
        List<Photo> photos = photos(20);
        List<Photo> shuffled = new ArrayList<>(photos);
        Collections.shuffle(shuffled, new Random(5));

        assertThat(PeoplePairs.made(shuffled, 3)).isEqualTo(PeoplePairs.made(photos, 3));
        assertThat(PeoplePairs.made(photos, 4)).isNotEqualTo(PeoplePairs.made(photos, 3));
    }

    private static List<Photo> photos(int people) {
        List<Photo> photos = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            for (int i = 0; i < 2 + person % 3; i++) {
                photos.add(new Photo("%03d/%d.jpg".formatted(person, i), person));
            }
        }
        return photos;
    }
}
