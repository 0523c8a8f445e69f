/** Fixtures for tests here and in modules above: rendered clips and bad inputs. */
package io.facet.connectors.testing;
