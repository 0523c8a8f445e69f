/** The offline half of Facet: from data to a bundle. Holds no code yet; see the module's README. */
package io.facet.training;
