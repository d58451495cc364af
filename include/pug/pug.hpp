#pragma once

/// The whole library: model, engine, analysis, documents and catalog.
#include "pug/analysis/explain.hpp"
#include "pug/analysis/gaps.hpp"
#include "pug/analysis/plan.hpp"
#include "pug/analysis/rank.hpp"
#include "pug/analysis/review.hpp"
#include "pug/analysis/robustness.hpp"
#include "pug/analysis/what_if.hpp"
#include "pug/catalog.hpp"
#include "pug/instrument.hpp"
#include "pug/io/instrument.hpp"
#include "pug/io/plan.hpp"
#include "pug/io/references.hpp"
#include "pug/io/results.hpp"
#include "pug/scorer.hpp"
#include "pug/table.hpp"
#include "pug/version.hpp"
