#pragma once

/// The whole library: model, engine, analysis, documents and catalog.
#include "pug/analysis/explain.hpp"
#include "pug/analysis/rank.hpp"
#include "pug/analysis/review.hpp"
#include "pug/catalog.hpp"
#include "pug/instrument.hpp"
#include "pug/io/instrument.hpp"
#include "pug/io/references.hpp"
#include "pug/io/results.hpp"
#include "pug/scorer.hpp"
#include "pug/table.hpp"
#include "pug/version.hpp"
