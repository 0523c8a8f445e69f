/** Sets of pairs of pictures: the same person, or two. {@link VerificationPairs#open} reads them. */
package io.facet.training.data.source.verification;
